"""scikit-learn's half of scripts/compare-sklearn: the same rows, trees, depth and leaves, one thread."""
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score

UNKNOWN = -1e9  # left at every node, as Sentinel does it


def best(action, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = action()
        times.append(time.perf_counter() - start)
    return min(times), result


def main():
    name, path, line = sys.argv[1:]
    ours = dict(pair.split("=") for pair in line.split())
    features, learn = int(ours["features"]), int(ours["learn"])
    rows = np.fromfile(path, "<f4").reshape(-1, features + 2)
    values = np.ascontiguousarray(np.nan_to_num(rows[:, :features], nan=UNKNOWN))
    labels = rows[:, features].astype(int)

    def grow():
        forest = RandomForestClassifier(
            int(ours["trees"]),
            max_depth=int(ours["depth"]),
            min_samples_leaf=int(ours["leaf"]),
            n_jobs=1,
            random_state=42,
        )
        return forest.fit(values[:learn], labels[:learn], sample_weight=rows[:learn, features + 1])

    train, forest = best(grow, 3)
    judged = values[learn:]
    attack = labels[learn:] > 0
    batch, probabilities = best(lambda: forest.predict_proba(judged), 3)
    single, _ = best(lambda: [forest.predict_proba(judged[i : i + 1]) for i in range(100)], 3)
    score = 1 - probabilities[:, 0]
    alarm = score > 0.5
    quiet, false_alarms = confusion_matrix(attack, alarm)[0]
    print(f"\n{name}: {learn} distinct rows to learn from, {len(judged)} later rows to be judged by,"
          f" {ours['trees']} trees of depth {ours['depth']}")
    print(f"{'':14}{'F1':>8}{'FPR':>8}{'AUC':>8}{'train s':>9}{'rows/s':>12}{'one row':>11}")
    print(f"{'Sentinel':14}{ours['f1']:>8}{ours['fpr']:>8}{ours['auc']:>8}{ours['train']:>9}"
          f"{float(ours['batch']):>12,.0f}{1e6 / float(ours['batch']):>8.1f} µs")
    print(f"{'scikit-learn':14}{f1_score(attack, alarm):>8.4f}{false_alarms / (false_alarms + quiet):>8.4f}"
          f"{roc_auc_score(attack, score):>8.4f}{train:>9.2f}{len(judged) / batch:>12,.0f}{single * 1e4:>8.0f} µs")


if __name__ == "__main__":
    main()

package io.sentinelsdn.mitigation.learn;

import io.sentinelsdn.domain.mitigate.PolicyReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The learning policy: chooses among safe arms, at first in the shadow of the ladder.
 *
 * <p>Whoever decides, one decision in {@value #EXPLORE_ONE_IN} goes to an arm drawn from all safe ones, with the
 * probability written down, so that every arm can be judged by decisions of the other policy. The bandit takes over when
 * its doubly robust estimate is above the ladder's with 95 % confidence after at least {@value #LEAST_SAMPLES} decisions,
 * and gives back when it is below; each change begins the estimate anew. Owned by the mitigation thread.
 */
public final class Bandit {
    static final int EXPLORE_ONE_IN = 10;
    static final int LEAST_SAMPLES = 50;
    private static final int REMEMBERED = 50;
    private static final double ALPHA = 0.5;
    private static final double EXPLORE = 1.0 / EXPLORE_ONE_IN;
    private static final int ARMS = Arm.values().length;

    private final Random random;
    private final LinUcb model = new LinUcb(ARMS, Situation.FEATURES.size(), ALPHA);
    private final long[] decisions = new long[ARMS];
    private final double[] rewards = new double[ARMS];
    private final Deque<PolicyReport.Logged> recent = new ArrayDeque<>();
    private OffPolicy estimate = OffPolicy.NONE;
    private boolean promoted;

    /** A decision, to be answered by {@link #reward}. */
    public static final class Decision {
        private final double[] context;
        private final EnumSet<Arm> safe;
        private final Arm ladder;
        private final Arm learned;
        private final Arm taken;
        private final double probability;

        private Decision(double[] context, EnumSet<Arm> safe, Arm ladder, Arm learned, Arm taken, double probability) {
            this.context = context;
            this.safe = safe;
            this.ladder = ladder;
            this.learned = learned;
            this.taken = taken;
            this.probability = probability;
        }

        /** What is to be done. */
        public Arm taken() {
            return taken;
        }
    }

    public Bandit(long seed) {
        random = new Random(seed);
    }

    /**
     * Decides.
     *
     * @param safe arms that the planner has found safe, at least one
     * @param ladder what the ladder would do, one of them
     */
    public Decision decide(Situation situation, Set<Arm> safe, Arm ladder) {
        double[] context = situation.features();
        boolean[] allowed = new boolean[ARMS];
        safe.forEach(arm -> allowed[arm.index()] = true);
        Arm learned = Arm.at(model.choose(context, allowed));
        Arm preferred = promoted ? learned : ladder;
        Arm taken = preferred;
        if (random.nextDouble() < EXPLORE) {
            List<Arm> all = List.copyOf(EnumSet.copyOf(safe));
            taken = all.get(random.nextInt(all.size()));
        }
        double probability = EXPLORE / safe.size() + (taken == preferred ? 1 - EXPLORE : 0);
        return new Decision(context, EnumSet.copyOf(safe), ladder, learned, taken, probability);
    }

    /**
     * Learns what a decision brought.
     *
     * @param reward share of the attack removed − share of good traffic harmed − cost of rules, in [-1, 1]
     */
    public void reward(Decision decision, double reward) {
        int taken = decision.taken.index();
        double expectedOfTaken = model.expected(taken, decision.context);
        estimate = estimate.with(
                term(decision, decision.learned, reward, expectedOfTaken),
                term(decision, decision.ladder, reward, expectedOfTaken));
        model.learn(taken, decision.context, reward);
        decisions[taken]++;
        rewards[taken] += reward;
        recent.addFirst(new PolicyReport.Logged(
                decision.safe.stream().map(Arm::wireName).collect(Collectors.toList()),
                decision.ladder.wireName(),
                decision.learned.wireName(),
                decision.taken.wireName(),
                decision.probability,
                reward));
        if (recent.size() > REMEMBERED) {
            recent.removeLast();
        }
        judge();
    }

    private double term(Decision decision, Arm arm, double reward, double expectedOfTaken) {
        return OffPolicy.term(
                model.expected(arm.index(), decision.context),
                arm == decision.taken,
                decision.probability,
                reward,
                expectedOfTaken);
    }

    private void judge() {
        if (estimate.samples() < LEAST_SAMPLES) {
            return;
        }
        boolean change = promoted ? estimate.upper() < 0 : estimate.lower() > 0;
        if (change) {
            promoted = !promoted;
            estimate = OffPolicy.NONE;
        }
    }

    /** Whether it decides, and not the ladder. */
    public boolean isPromoted() {
        return promoted;
    }

    public OffPolicy estimate() {
        return estimate;
    }

    /** What it knows, for people. */
    public PolicyReport report(String policy) {
        List<PolicyReport.LearnedArm> arms = new ArrayList<>();
        for (Arm arm : Arm.values()) {
            int i = arm.index();
            double[] weights = model.weights(i);
            Map<String, Double> named = new TreeMap<>();
            for (int feature = 0; feature < weights.length; feature++) {
                named.put(Situation.FEATURES.get(feature), weights[feature]);
            }
            arms.add(new PolicyReport.LearnedArm(
                    arm.wireName(), decisions[i], decisions[i] == 0 ? null : rewards[i] / decisions[i], named));
        }
        boolean known = estimate.samples() >= 2;
        return new PolicyReport(
                policy,
                promoted ? "rl" : "ladder",
                EXPLORE,
                estimate.samples(),
                LEAST_SAMPLES,
                known ? estimate.policy() : null,
                known ? estimate.baseline() : null,
                known ? estimate.mean() : null,
                known ? estimate.lower() : null,
                arms,
                List.copyOf(recent));
    }

    /** Everything but the log of recent decisions, as one line of text. */
    public String save() {
        List<Double> all = new ArrayList<>(List.of(
                promoted ? 1.0 : 0.0,
                (double) estimate.samples(),
                estimate.mean(),
                estimate.squares(),
                estimate.policy(),
                estimate.baseline()));
        for (int arm = 0; arm < ARMS; arm++) {
            all.add((double) decisions[arm]);
            all.add(rewards[arm]);
        }
        Arrays.stream(model.state()).forEach(all::add);
        return "1 " + all.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Takes over what {@link #save} gave; false, and nothing changes, when it cannot be read. */
    public boolean restore(String text) {
        try {
            String[] words = text.split(" ", -1);
            double[] all = Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
            int head = 7 + 2 * ARMS;
            if (all[0] != 1 || all.length < head || !model.restore(Arrays.copyOfRange(all, head, all.length))) {
                return false;
            }
            promoted = all[1] != 0;
            estimate = new OffPolicy((long) all[2], all[3], all[4], all[5], all[6]);
            for (int arm = 0; arm < ARMS; arm++) {
                decisions[arm] = (long) all[7 + 2 * arm];
                rewards[arm] = all[8 + 2 * arm];
            }
            return true;
        } catch (NumberFormatException damaged) {
            return false;
        }
    }
}

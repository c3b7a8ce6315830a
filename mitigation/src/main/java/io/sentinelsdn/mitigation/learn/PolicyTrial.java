package io.sentinelsdn.mitigation.learn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Both policies against the same simulated incidents, to see whether the learning one is worth its risk.
 *
 * <p>An incident is a flood from few or many sources, forged or not; some sources are shared by many users, and some
 * detections are wrong the more the less confident they are. What an arm removes and whom it hurts follows from that,
 * with noise; a policy sees only what it sees in life. Deterministic for a seed.
 */
public final class PolicyTrial {
    /** Mean rewards up to an incident. */
    public record Point(int incident, double ladder, double rl, boolean promoted) {}

    private final Random random;

    public PolicyTrial(long seed) {
        random = new Random(seed);
    }

    /** Runs so many incidents; one point for each. */
    public List<Point> run(int incidents) {
        Bandit bandit = new Bandit(random.nextLong());
        List<Point> points = new ArrayList<>();
        double ladderSum = 0;
        double rlSum = 0;
        for (int i = 1; i <= incidents; i++) {
            Incident incident = new Incident(random);
            Set<Arm> safe = incident.safe();
            Arm ladder = Ladder.arm(incident.seen.confidence(), false, safe);
            Bandit.Decision decision = bandit.decide(incident.seen, safe, ladder);
            double reward = incident.reward(decision.taken());
            bandit.reward(decision, reward);
            ladderSum += incident.reward(ladder);
            rlSum += reward;
            points.add(new Point(i, ladderSum / i, rlSum / i, bandit.isPromoted()));
        }
        return points;
    }

    private static final class Incident {
        private final Situation seen;
        private final boolean wrong;
        private final boolean shared;
        private final double noise;

        Incident(Random random) {
            boolean spoofed = random.nextDouble() < 0.3;
            shared = !spoofed && random.nextDouble() < 0.3;
            double confidence = 0.5 + 0.5 * random.nextDouble();
            wrong = random.nextDouble() < 0.3 * (1 - confidence);
            noise = 0.05 * random.nextGaussian();
            double sources = spoofed ? 10_000 : 1 + random.nextInt(40);
            seen = new Situation(
                    Math.pow(10, 2.5 + 2 * random.nextDouble()),
                    confidence,
                    spoofed,
                    sources,
                    shared ? 10 + random.nextInt(60) : 1,
                    random.nextInt(100),
                    spoofed ? 0 : 0.9 + 0.1 * random.nextDouble());
        }

        Set<Arm> safe() {
            return seen.spoofed() ? EnumSet.of(Arm.VICTIM) : EnumSet.allOf(Arm.class);
        }

        double reward(Arm arm) {
            double harm = wrong ? 1 : shared ? 0.6 : 0.02;
            double reward = switch (arm) {
                case BLOCK -> (wrong ? 0 : seen.sourceShare()) - harm;
                case LIMIT -> (wrong ? 0 : 0.95 * seen.sourceShare()) - 0.4 * harm;
                case VICTIM -> (wrong ? 0 : 0.95) - 0.3 - 0.2 * harm;
            };
            return Math.max(-1, Math.min(1, reward + noise));
        }
    }
}

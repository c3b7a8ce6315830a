package io.sentinelsdn.detector.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Grows a {@link RandomForest}, one task a tree on a small pool. Each tree has its own seed, so that the number of
 * threads does not change the forest.
 */
public final class ForestTrainer {
    private ForestTrainer() {}

    /**
     * Grows a forest.
     *
     * @throws CancellationException if {@code progress} said so, or the thread was interrupted
     */
    public static RandomForest train(LabelledRows rows, ForestConfig config, Progress progress) {
        return train(rows, config, false, progress);
    }

    /**
     * Grows a forest of extremely randomized trees, for few rows: each tree learns from all of them, and cuts at random.
     *
     * @param config its {@code sampleRows} does not count
     * @throws CancellationException if {@code progress} said so, or the thread was interrupted
     */
    public static RandomForest trainWithRandomCuts(LabelledRows rows, ForestConfig config, Progress progress) {
        return train(rows, config, true, progress);
    }

    private static RandomForest train(LabelledRows rows, ForestConfig config, boolean randomCuts, Progress progress) {
        Bins bins = Bins.of(rows);
        RowSampler sampler = new RowSampler(rows, config.balance());
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(config.threads(), config.trees()), task -> {
            Thread thread = new Thread(task, "forest-trainer");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<NodeArrays>> growing = new ArrayList<>();
            for (int tree = 0; tree < config.trees(); tree++) {
                long seed = treeSeed(config.seed(), tree);
                growing.add(pool.submit(() -> new TreeGrower(bins, rows, config, sampler, randomCuts, seed).grow()));
            }
            List<NodeArrays> grown = new ArrayList<>();
            for (Future<NodeArrays> tree : growing) {
                grown.add(tree.get());
                if (!progress.report((double) grown.size() / config.trees())) {
                    throw new CancellationException("training was cancelled");
                }
            }
            return join(rows, grown);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a tree could not be grown: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** SplitMix64's finaliser over seed and number, so that neighbours share nothing. */
    private static long treeSeed(long seed, int tree) {
        long mixed = seed + (tree + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static RandomForest join(LabelledRows rows, List<NodeArrays> trees) {
        int classes = rows.classNames().size();
        int nodes = trees.stream().mapToInt(tree -> tree.size).sum();
        int[] roots = new int[trees.size()];
        short[] feature = new short[nodes];
        float[] threshold = new float[nodes];
        int[] left = new int[nodes];
        float[] distribution = new float[nodes * classes];
        int at = 0;
        for (int i = 0; i < roots.length; i++) {
            NodeArrays tree = trees.get(i);
            roots[i] = at;
            System.arraycopy(tree.feature, 0, feature, at, tree.size);
            System.arraycopy(tree.threshold, 0, threshold, at, tree.size);
            for (int p = 0; p < tree.size * classes; p++) {
                distribution[at * classes + p] = ForestCodec.round(tree.distribution[p]);
            }
            for (int node = 0; node < tree.size; node++) {
                left[at + node] = tree.feature[node] == RandomForest.LEAF ? 0 : tree.left[node] + at;
            }
            at += tree.size;
        }
        return new RandomForest(rows.classNames(), rows.features(), roots, feature, threshold, left, distribution);
    }
}

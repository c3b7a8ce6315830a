package io.sentinelsdn.simulator.traffic;

/**
 * How benign traffic fared: an immutable snapshot. What is still under way counts nowhere.
 *
 * @param connectionsCompleted connections with their whole response
 * @param connectionsFailed connections refused or given up
 * @param pingsAnswered echo requests answered within a second
 * @param pingsLost the others
 * @param queriesAnswered questions answered within a second
 * @param queriesLost the others
 * @param bulkBytes bytes of the long transfer that arrived
 */
public record BenignStats(
        long connectionsCompleted,
        long connectionsFailed,
        long pingsAnswered,
        long pingsLost,
        long queriesAnswered,
        long queriesLost,
        long bulkBytes) {
    /** Share of connections, pings and questions that succeeded, in [0, 1]; 1 if there were none. */
    public double successShare() {
        long succeeded = connectionsCompleted + pingsAnswered + queriesAnswered;
        long all = succeeded + connectionsFailed + pingsLost + queriesLost;
        return all == 0 ? 1 : (double) succeeded / all;
    }

    /** The sum of two. */
    public BenignStats plus(BenignStats other) {
        return new BenignStats(
                connectionsCompleted + other.connectionsCompleted,
                connectionsFailed + other.connectionsFailed,
                pingsAnswered + other.pingsAnswered,
                pingsLost + other.pingsLost,
                queriesAnswered + other.queriesAnswered,
                queriesLost + other.queriesLost,
                bulkBytes + other.bulkBytes);
    }

    /** What came after an earlier snapshot. */
    public BenignStats since(BenignStats earlier) {
        return new BenignStats(
                connectionsCompleted - earlier.connectionsCompleted,
                connectionsFailed - earlier.connectionsFailed,
                pingsAnswered - earlier.pingsAnswered,
                pingsLost - earlier.pingsLost,
                queriesAnswered - earlier.queriesAnswered,
                queriesLost - earlier.queriesLost,
                bulkBytes - earlier.bulkBytes);
    }
}

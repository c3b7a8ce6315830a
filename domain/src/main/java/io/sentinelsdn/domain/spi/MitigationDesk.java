package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.mitigate.ManualRequest;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.mitigate.PolicyReport;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What people may ask of mitigation. Any thread may ask; the futures complete when the switches have answered and
 * complete exceptionally with {@link Refused} when the request is not allowed.
 */
public interface MitigationDesk {
    /** Drops everything from the prefix, on every switch. A block of a prefix already blocked by a user renews it. */
    CompletableFuture<MitigationRule> block(Prefix source, Duration duration, String reason);

    /** Takes a rule away; false when there is none of this id. */
    CompletableFuture<Boolean> remove(String ruleId);

    /** Takes away all rules of an owner and answers how many. */
    CompletableFuture<Integer> removeAll(MitigationRule.Owner owner);

    /** Live rules with their counters, newest first. */
    List<MitigationRule> rules();

    Optional<MitigationPlan> plan(String id);

    /**
     * Carries a proposed plan out as it was shown; completes when the switches have answered. Refused when it is not
     * waiting for an answer, when mitigation is off, and when it no longer may be carried out.
     */
    CompletableFuture<MitigationPlan> approve(String planId);

    /** Says no to a proposed plan: it is not proposed again, only one with other rules is. */
    CompletableFuture<MitigationPlan> reject(String planId);

    /** Does what a person asks, whatever the mode; answers the rules, which are the person's. */
    CompletableFuture<List<MitigationRule>> mitigate(ManualRequest request);

    /** Adds to the allow-list; ends live rules that match only inside it. */
    CompletableFuture<Void> allow(Prefix prefix, String reason);

    CompletableFuture<Void> disallow(Prefix prefix);

    /** Adds to the blacklist. */
    CompletableFuture<Void> blacklist(Prefix prefix, String reason);

    CompletableFuture<Void> unblacklist(Prefix prefix);

    List<ListEntry> allowList();

    List<ListEntry> blackList();

    /** Who chooses among safe plans, and what was learned. */
    PolicyReport policy();

    /** Changes who chooses among safe plans, from the next plan on; kept over a restart. */
    CompletableFuture<Void> policy(PolicyKind kind);

    MitigationMode mode();

    /** Changes the mode; {@code OFF} takes automatic rules away at once. */
    CompletableFuture<Void> mode(MitigationMode mode);

    /** A request that is understood and not allowed, for example to block an allow-listed address. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}

package io.sentinelsdn.mitigation;

import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.Network;
import io.sentinelsdn.mitigation.compile.Detours;
import io.sentinelsdn.mitigation.compile.MatchChoice;
import io.sentinelsdn.mitigation.life.Approvals;
import io.sentinelsdn.mitigation.life.Chooser;
import io.sentinelsdn.mitigation.life.Elsewhere;
import io.sentinelsdn.mitigation.life.Incidents;
import io.sentinelsdn.mitigation.life.ListKeeper;
import io.sentinelsdn.mitigation.life.ManualMitigation;
import io.sentinelsdn.mitigation.life.Restart;
import io.sentinelsdn.mitigation.life.RuleBook;
import io.sentinelsdn.mitigation.life.Spared;
import io.sentinelsdn.mitigation.life.Switches;
import io.sentinelsdn.mitigation.life.UserRules;
import io.sentinelsdn.mitigation.list.AccessLists;
import io.sentinelsdn.mitigation.policy.Offenders;
import io.sentinelsdn.mitigation.policy.PolicyLimits;
import io.sentinelsdn.mitigation.policy.ResponseConfig;
import io.sentinelsdn.mitigation.policy.Surroundings;
import java.time.Clock;
import java.util.concurrent.Executor;

/** What mitigation is made of, put together. All of it is owned by the mitigation thread. */
final class Parts {
    final AccessLists lists;
    final RuleBook book;
    final Switches switches;
    final Chooser chooser;
    final Incidents incidents;
    final ManualMitigation manual;
    final Approvals approvals;
    final UserRules users;
    final Restart restart;

    /**
     * Nothing is read or sent yet.
     *
     * @param answers runs an answer of a switch on the mitigation thread; never refuses
     */
    Parts(
            MitigationConfig config,
            Network network,
            Surroundings surroundings,
            HistoryStore store,
            EventSink events,
            Counters counters,
            Clock clock,
            Executor answers) {
        PolicyLimits limits = config.policyLimits();
        ResponseConfig response = config.response();
        Offenders offenders = new Offenders(limits);
        Detours detours = new Detours(
                response.scrubber(),
                response.scrubberPorts(),
                response.gateway(),
                response.gatewayPort(),
                surroundings::host,
                () -> surroundings.directory().links());
        lists = new AccessLists(
                store,
                limits.maxListEntries(),
                detours.ours(),
                response.controllers().stream().map(Prefix::host).toList(),
                clock.instant());
        book = new RuleBook(store, events, counters);
        ListKeeper keeper = new ListKeeper(lists, book);
        switches = new Switches(network, book, keeper, answers, clock, counters);
        MatchChoice matches = new MatchChoice(config.choiceLimits());
        Elsewhere elsewhere = new Elsewhere(detours, book, response.collateralBudget());
        chooser = new Chooser(response.policy(), matches, elsewhere, store, clock.millis());
        incidents = new Incidents(
                book,
                switches,
                keeper,
                matches,
                chooser,
                offenders,
                limits,
                new Spared(response, surroundings, book, counters),
                config.mode(),
                store,
                events,
                counters,
                clock);
        manual = new ManualMitigation(book, switches, lists, incidents, detours, elsewhere, limits);
        approvals = new Approvals(incidents, store);
        users = new UserRules(book, switches, lists, incidents, limits);
        restart = new Restart(store, lists, book, switches, incidents, offenders, limits);
    }
}

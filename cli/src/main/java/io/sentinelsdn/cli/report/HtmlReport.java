package io.sentinelsdn.cli.report;

import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.model.CapturedAttack;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report as one page: light and dark, charts as inline SVG, no script and no request to anybody. */
public final class HtmlReport {
    private static final String STYLE = """
            :root{--bg:#fff;--fg:#1b1f24;--dim:#667;--line:#d8dce2;--good:#2e7d4f;--bad:#c0392b;color-scheme:light dark}
            @media(prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e6e8eb;--dim:#9aa3ad;--line:#333a42;--good:#57b681;\
            --bad:#ef6b5d}}
            body{background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif;max-width:1000px;\
            margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}.dim{color:var(--dim)}
            .cards{display:flex;flex-wrap:wrap;gap:1rem}.card{border:1px solid var(--line);border-radius:8px;\
            padding:.7rem 1rem;min-width:8rem}.card b{display:block;font-size:1.4rem}
            table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.35rem .5rem;\
            text-align:left;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            svg{width:100%;height:auto;display:block}.good{fill:var(--good)}.bad{fill:var(--bad)}
            svg text{fill:var(--dim);font-size:11px}.axis{stroke:var(--line)}.wrap{overflow-x:auto}
            """;
    private static final int WIDTH = 960;
    private static final int HEIGHT = 160;

    private final DetectionReport report;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(DetectionReport report) {
        this.report = report;
    }

    /** The page. */
    public static String of(DetectionReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        FlowAnalysis analysis = report.analysis();
        out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"")
                .append("width=device-width,initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append("default-src 'none'; style-src 'unsafe-inline'\"><title>Sentinel: ")
                .append(text(report.input()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(text(report.input()))
                .append("</h1><p class=\"dim\">")
                .append(text(analysis.layout() + " · model " + analysis.modelId() + " · "
                        + analysis.timestamp().toString()))
                .append("</p><div class=\"cards\">");
        card("flows", number(analysis.rows()));
        card("attack flows", number(analysis.attacks()));
        card("share", String.format(Locale.ROOT, "%.1f %%", 100.0 * analysis.attacks() / Math.max(1, analysis.rows())));
        card("skipped", number(analysis.skipped()));
        out.append("</div>");
        captured(analysis.captured());
        if (report.tally().isTimed()) {
            timeline();
        }
        histogram();
        counts("By type", "type", new TreeMap<>(analysis.types()));
        targets();
        verdicts(analysis.verdicts());
        out.append("<p class=\"dim\">data sha256 ")
                .append(text(analysis.dataSha256()))
                .append("<br>model sha256 ")
                .append(text(analysis.modelSha256()))
                .append("</p></body></html>\n");
        return out.toString();
    }

    private void card(String what, String value) {
        out.append("<div class=\"card\"><b>")
                .append(text(value))
                .append("</b>")
                .append(text(what))
                .append("</div>");
    }

    private void captured(List<CapturedAttack> attacks) {
        if (attacks.isEmpty()) {
            return;
        }
        out.append("<h2>Attacks seen in the capture</h2><div class=\"wrap\"><table><tr><th>type</th><th>target</th>")
                .append("<th>from</th><th class=\"n\">packets/s</th><th class=\"n\">confidence</th><th>why</th></tr>");
        for (CapturedAttack attack : attacks) {
            out.append("<tr><td>").append(text(attack.type())).append("</td><td>");
            out.append(text(attack.target() == null ? "the network" : attack.target()));
            out.append("</td><td>").append(text(attack.startedAt().toString()));
            out.append("</td><td class=\"n\">").append(number(Math.round(attack.peakPps())));
            out.append(String.format(Locale.ROOT, "</td><td class=\"n\">%.2f</td><td>", attack.confidence()));
            out.append(text(attack.explanation())).append("</td></tr>");
        }
        out.append("</table></div>");
    }

    private void timeline() {
        Tally tally = report.tally();
        long most = 1;
        for (int step = 0; step < Tally.STEPS; step++) {
            most = Math.max(most, tally.byTime(step, true) + tally.byTime(step, false));
        }
        chart("Flows over time", String.format(Locale.ROOT, "%.0f s", tally.seconds()));
        double width = (double) WIDTH / Tally.STEPS;
        for (int step = 0; step < Tally.STEPS; step++) {
            double bad = (double) HEIGHT * tally.byTime(step, true) / most;
            double good = (double) HEIGHT * tally.byTime(step, false) / most;
            bar("bad", step * width, HEIGHT - bad, width - 1, bad, tally.byTime(step, true) + " attack flows");
            bar(
                    "good",
                    step * width,
                    HEIGHT - bad - good,
                    width - 1,
                    good,
                    tally.byTime(step, false) + " normal flows");
        }
        out.append("</svg>");
    }

    private void histogram() {
        long most = 1;
        for (int bin = 0; bin < Tally.BINS; bin++) {
            most = Math.max(most, report.tally().byScore(bin));
        }
        chart("Flows by score (height is logarithmic)", "1");
        double width = (double) WIDTH / Tally.BINS;
        for (int bin = 0; bin < Tally.BINS; bin++) {
            long count = report.tally().byScore(bin);
            double height = HEIGHT * Math.log1p((double) count) / Math.log1p((double) most);
            bar(
                    bin >= Tally.BINS / 2 ? "bad" : "good",
                    bin * width,
                    HEIGHT - height,
                    width - 2,
                    height,
                    count + " flows");
        }
        out.append("</svg>");
    }

    private void chart(String title, String right) {
        out.append(String.format(
                Locale.ROOT,
                "<h2>%s</h2><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><line class=\"axis\" x1=\"0\""
                        + " x2=\"%d\" y1=\"%d\" y2=\"%d\"/><text x=\"0\" y=\"%d\">0</text>"
                        + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                text(title),
                WIDTH,
                HEIGHT + 16,
                text(title),
                WIDTH,
                HEIGHT,
                HEIGHT,
                HEIGHT + 13,
                WIDTH,
                HEIGHT + 13,
                text(right)));
    }

    private void bar(String kind, double x, double y, double width, double height, String title) {
        if (height > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                    kind,
                    x,
                    y,
                    width,
                    height,
                    text(title)));
        }
    }

    private void counts(String title, String what, Map<String, Long> counts) {
        out.append("<h2>").append(text(title)).append("</h2><table><tr><th>").append(text(what));
        out.append("</th><th class=\"n\">flows</th></tr>");
        counts.forEach((name, count) -> out.append("<tr><td>")
                .append(text(name))
                .append("</td><td class=\"n\">")
                .append(number(count))
                .append("</td></tr>"));
        out.append("</table>");
    }

    private void targets() {
        Map<String, Long> counts = new LinkedHashMap<>();
        report.tally().targets().forEach(target -> counts.put(target.address(), target.flows()));
        if (!counts.isEmpty()) {
            counts("Targets of attack flows", "address", counts);
        }
    }

    private void verdicts(List<FlowVerdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        out.append("<h2>The surest attacks</h2><div class=\"wrap\"><table><tr><th class=\"n\">row</th><th>flow</th>")
                .append("<th class=\"n\">score</th><th>type</th><th>why</th></tr>");
        for (FlowVerdict verdict : verdicts) {
            out.append("<tr><td class=\"n\">").append(verdict.row()).append("</td><td>");
            out.append(text(verdict.flow() == null ? "" : verdict.flow())).append("</td><td class=\"n\">");
            out.append(String.format(Locale.ROOT, "%.3f", verdict.confidence())).append("</td><td>");
            out.append(text(verdict.type())).append("</td><td>");
            out.append(text(verdict.explanation() == null ? "" : verdict.explanation()));
            contributions(verdict.contributions());
            out.append("</td></tr>");
        }
        out.append("</table></div>");
    }

    /** Signed bars of the five strongest, from the middle to both sides. */
    private void contributions(List<Contribution> contributions) {
        int shown = Math.min(5, contributions.size());
        if (shown == 0) {
            return;
        }
        double most = Math.abs(contributions.get(0).contribution());
        out.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 400 %d\">", shown * 16));
        for (int i = 0; i < shown; i++) {
            Contribution c = contributions.get(i);
            double width = most == 0 ? 0 : Math.abs(c.contribution()) / most * 110;
            boolean bad = c.contribution() > 0;
            bar(bad ? "bad" : "good", bad ? 280 : 280 - width, i * 16 + 2, width, 12, "" + c.contribution());
            out.append(String.format(Locale.ROOT, "<text x=\"0\" y=\"%d\">%s</text>", i * 16 + 12, text(c.feature())));
        }
        out.append("</svg>");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package io.sentinelsdn.cli.report;

import io.sentinelsdn.mitigation.learn.PolicyTrial.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Two lines over incidents as one SVG: mean reward so far of the ladder and of the learning policy. */
public final class PolicyPlot {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 60;
    private static final int STEPS = 400;

    private PolicyPlot() {}

    /** The picture; where rl took over there is a dashed line. */
    public static String svg(List<Point> points) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        for (int tenth = -10; tenth <= 10; tenth += 5) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n",
                    MARGIN,
                    y(tenth / 10.0),
                    WIDTH - MARGIN,
                    MARGIN - 6,
                    y(tenth / 10.0) + 4,
                    tenth / 10.0));
        }
        points.stream()
                .filter(Point::promoted)
                .findFirst()
                .ifPresent(point -> svg.append(String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %dV%d\" stroke=\"#888\" stroke-dasharray=\"4\"/><text x=\"%.1f\" y=\"%d\">rl decides</text>%n",
                        x(point.incident(), points.size()),
                        MARGIN,
                        HEIGHT - MARGIN,
                        x(point.incident(), points.size()) + 4,
                        MARGIN + 12)));
        line(svg, points, Point::ladder, "#c60", "ladder", 24);
        line(svg, points, Point::rl, "#06c", "rl", 44);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">incidents (1 to %d)</text>%n</svg>%n",
                WIDTH / 2,
                HEIGHT - 20,
                points.size()));
        return svg.toString();
    }

    private static void line(
            StringBuilder svg, List<Point> points, ToDoubleFunction<Point> value, String colour, String name, int at) {
        svg.append("<path fill=\"none\" stroke=\"").append(colour).append("\" stroke-width=\"2\" d=\"");
        int step = Math.max(1, points.size() / STEPS);
        for (int i = 0; i < points.size(); i += step) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L",
                    x(points.get(i).incident(), points.size()),
                    y(value.applyAsDouble(points.get(i)))));
        }
        svg.append(String.format(
                Locale.ROOT,
                "\"/>%n<text x=\"%d\" y=\"%d\" fill=\"%s\">mean reward, %s</text>%n",
                WIDTH - MARGIN - 140,
                HEIGHT - MARGIN - at,
                colour,
                name));
    }

    private static double x(int incident, int all) {
        return MARGIN + (WIDTH - 2.0 * MARGIN) * incident / all;
    }

    private static double y(double reward) {
        return MARGIN + (HEIGHT - 2.0 * MARGIN) * (1 - reward) / 2;
    }
}

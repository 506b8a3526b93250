package cellwarden.render.plot;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.render.plot.Series.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlotTest {

  private static final int MINUTE = 60_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.9 | 13.84 | 2 | 13.00 13.25 13.50 13.75",
        "-20 | 17 | 2 | \u221220 \u221210 0 10",
        "0 | 100 | 0 | 0 20 40 60 80 100",
        "0 | 0.004 | 3 | 0.000 0.001 0.002 0.003 0.004",
        "0 | 9 | 0 | 0 2 4 6 8",
        // No more decimals than the value, and two marks at least.
        "0 | 10 | 0 | 0 5 10",
        "42 | 42 | 0 | 41 42 43",
        "13.31 | 13.32 | 2 | 13.31 13.32",
        "3.3 | 3.3 | 3 | 3.28 3.30 3.32",
      })
  void marksRoundValues(double least, double greatest, int digits, String marks) {
    Scale scale =
        least == 0 && greatest == 100
            ? new Scale(0, 100, 0)
            : Scale.around(least, greatest, digits);
    assertThat(scale.ticks(5).stream().map(tick -> scale.label(tick, 5)))
        .containsExactly(marks.split(" ", -1));
  }

  /// Whatever the values are and however low the panel is.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10})
  void marksTwoValuesAtLeast(int atMost) {
    for (int digits = 0; digits <= 3; digits++) {
      double unit = Math.pow(10, -digits);
      for (double least : new double[] {-27, -1, 0, 1, 3.3, 12.7, 41, 99, 180_000}) {
        for (int units = 0; units < 200; units++) {
          Scale scale = Scale.around(least, least + units * unit, digits);
          assertThat(scale.ticks(atMost)).as(scale.toString()).hasSizeGreaterThan(1);
          assertThat(scale.ticks(atMost).stream().map(tick -> scale.label(tick, atMost)))
              .as(scale.toString())
              .doesNotHaveDuplicates();
        }
      }
    }
  }

  @Test
  void showsASwitchFromOffToOn() {
    Scale scale =
        new Panel(
                "Charge FET",
                "",
                0,
                true,
                List.of(new Series("", List.of(new Point(0, 0, 1, 1, 1, 1)))))
            .scale();
    assertThat(scale.ticks(5)).containsExactly(0.0, 1.0);
  }

  @Test
  void showsSmallVoltagesInMillivolts() {
    Panel panel =
        new Panel(
                "Cell spread",
                "V",
                3,
                false,
                List.of(new Series("", List.of(new Point(0, 0, 0.003, 0.004, 0.005, 0.003)))))
            .readable();
    assertThat(panel.heading()).isEqualTo("Cell spread, mV");
    assertThat(panel.summary()).isEqualTo("3 to 5, last 3");
    assertThat(panel.scale().low()).isZero();
  }

  @Test
  void putsAFlatLineInTheMiddle() {
    Scale scale = Scale.around(13.3, 13.3, 2);
    assertThat(scale.share(13.3)).isEqualTo(0.5);
    assertThat(Scale.around(0, 0, 2).share(0)).isZero();
  }

  /// Every hour, but 2 to 10 are lost and 13 has no value of this field.
  @Test
  void cutsALineWhereTimeWasLost() {
    Series series =
        new Series("", List.of(at(0, 0), at(1, 0), at(11, 1), at(12, 1), at(14, 1), at(15, 1)));
    assertThat(series.pieces(3_600_000)).extracting(List::size).containsExactly(2, 4);
  }

  private static Point at(int hour, int stretch) {
    return new Point(hour * 3_600_000L, stretch, 1, 1, 1, 1);
  }

  @Test
  void leavesGapsOpen() throws IOException {
    String svg = svg(plot(0, 1, 2, 10, 11, 20));
    // Two pieces with a line over a band; a point alone is a stroke and a dot.
    assertThat(count(svg, "stroke=\"#0969da\"")).isEqualTo(2 + 1);
    assertThat(count(svg, "Z\" fill=\"#0969da\"")).isEqualTo(2 + 1);
  }

  @Test
  void drawsTheItemsOfAListInOnePanelEachInItsColour() throws IOException {
    List<Series> cells = new ArrayList<>();
    for (int cell = 1; cell <= 16; cell++) {
      double volts = 3.3 + cell / 1000.0;
      cells.add(
          new Series(
              Integer.toString(cell),
              List.of(
                  new Point(0, 0, volts, volts, volts, volts),
                  new Point(MINUTE, 0, volts, volts, volts, volts))));
    }
    String svg =
        svg(
            new Plot(
                "a",
                "",
                "",
                new TimeAxis(0, MINUTE, ZoneOffset.UTC),
                MINUTE,
                List.of(new Panel("Cells", "V", 3, false, cells))));
    List<String> lines =
        Pattern.compile("stroke=\"(#[0-9a-f]{6})\" stroke-width=\"1.3\"")
            .matcher(svg)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(lines).hasSize(16).doesNotHaveDuplicates();
    assertThat(svg).contains(">16<", ">Cells, V<", "height=\"800\"");
  }

  @Test
  void growsWithItsPanels() throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      panels.add(
          new Panel("P", "V", 2, false, List.of(new Series("", List.of(at(0, 0), at(1, 0))))));
    }
    String svg =
        svg(new Plot("a", "", "", new TimeAxis(0, 3_600_000, ZoneOffset.UTC), 3_600_000, panels));
    assertThat(svg).contains("height=\"3150\"");
  }

  @Test
  void saysWhatItShows() throws IOException {
    assertThat(svg(plot(0, 1, 2)))
        .contains(">a &lt;b&gt; &amp; c<", ">all of it<", ">Voltage, V<", ">Signal, dBm<")
        .contains(">not known<")
        // No axis is made up for it.
        .doesNotContain(">1.0<", ">0.5<");
  }

  @Test
  void drawsBothThemesAsImages() throws IOException {
    assertThat(image(Theme.DAY).getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
    BufferedImage night = image(Theme.NIGHT);
    assertThat(night.getRGB(2, 2) & 0xffffff).isEqualTo(0x0d1117);
    assertThat(night.getWidth()).isEqualTo(1200);
    assertThat(night.getHeight()).isEqualTo(800);
    // The line, its band and the edges of letters.
    assertThat(Set.copyOf(colours(night)).size()).isGreaterThan(50);
  }

  private static List<Integer> colours(BufferedImage image) {
    List<Integer> colours = new ArrayList<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 100; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }

  private static BufferedImage image(Theme theme) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlotDrawing.writePng(plot(0, 1, 2, 3), out, theme);
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(out.toByteArray())));
  }

  private static String svg(Plot plot) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlotDrawing.writeSvg(plot, out, Theme.DAY);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static long count(String text, String part) {
    return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }

  private static Plot plot(int... minutes) {
    List<Point> points = new ArrayList<>();
    for (int minute : minutes) {
      points.add(new Point((long) minute * MINUTE, 0, 13, 13.1, 13.2, 13.1));
    }
    return new Plot(
        "a <b> & c",
        "all of it",
        "",
        new TimeAxis(0, 30L * MINUTE, ZoneOffset.UTC),
        MINUTE,
        List.of(
            new Panel("Voltage", "V", 2, false, List.of(new Series("", points))),
            new Panel("Signal", "dBm", 0, false, List.of(new Series("", List.of())))));
  }
}

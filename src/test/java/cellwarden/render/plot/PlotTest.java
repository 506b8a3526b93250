package cellwarden.render.plot;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.render.plot.Bars.Bar;
import cellwarden.render.plot.Series.Point;
import cellwarden.text.Printable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

final class PlotTest {

  private static final int MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Series EMPTY = new Series("", List.of());

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
  void showsSmallVoltagesInMillivolts() {
    Curves panel =
        new Curves(
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
    String svg = svg(plot(cells(8)));
    assertThat(lines(svg)).hasSize(8).doesNotHaveDuplicates();
    assertThat(texts(svg)).contains("Cells, V", "1", "8", "3.301 to 3.308");
    // One band behind all.
    assertThat(count(svg, "Z\" fill")).isEqualTo(1);
  }

  /// The least value is of cell 1, the greatest of the last one.
  @ParameterizedTest
  @ValueSource(ints = {9, 16, 32})
  void namesTheLowestAndTheHighestOfTooManyToTellApart(int count) throws IOException {
    String svg = svg(plot(cells(count)));
    assertThat(lines(svg)).hasSize(2).doesNotHaveDuplicates();
    assertThat(texts(svg)).contains("all " + count, "highest: " + count, "lowest: 1");
    assertThat(count(svg, "Z\" fill")).isEqualTo(1);
  }

  /// A weak cell is empty first and full first.
  @Test
  void namesACellThatIsBoth() throws IOException {
    List<Series> cells = new ArrayList<>(cells(16).series());
    cells.set(4, new Series("5", List.of(point(0, 3.1), point(MINUTE, 3.5))));
    String svg = svg(plot(new Curves("Cells", "V", 3, false, cells)));
    assertThat(lines(svg)).hasSize(1);
    assertThat(texts(svg)).contains("all 16", "lowest and highest: 5");
  }

  @Test
  void keepsThePeakOfAnyCellInTheBand() {
    List<Series> cells = new ArrayList<>(cells(16).series());
    cells.set(4, new Series("5", List.of(new Point(0, 0, 3.0, 3.3, 3.6, 3.3))));
    assertThat(new Curves("Cells", "V", 3, false, cells).spread().all().points().getFirst())
        .satisfies(first -> {
          assertThat(first.least()).isEqualTo(3.0);
          assertThat(first.greatest()).isEqualTo(3.6);
        });
  }

  @Test
  void growsWithItsPanels() throws IOException {
    Curves panel =
        new Curves(
            "P", "V", 2, false, List.of(new Series("", List.of(point(0, 1), point(MINUTE, 2)))));
    assertThat(svg(plot(panel))).contains("height=\"800\"");
    assertThat(svg(plot(Collections.nCopies(20, panel).toArray(Panel[]::new))))
        .contains("height=\"%d\"".formatted(106 + 20 * 116 + 19 * 34 + 76));
  }

  /// On for an hour, then off within two minutes, then off, then not known.
  @Test
  void showsASwitchAsAStrip() throws IOException {
    Curves charge =
        new Curves(
            "Charge FET",
            "",
            0,
            true,
            List.of(
                new Series(
                    "",
                    List.of(
                        point(0, 1),
                        point(MINUTE, 1),
                        new Point(2 * MINUTE, 0, 0, 0.5, 1, 0),
                        point(3 * MINUTE, 0)))));
    String svg = svg(plot(charge));
    assertThat(texts(svg)).contains("Charge FET", "on 62.5 % of the time").doesNotContain("1", "0");
    assertThat(count(svg, "fill=\"#1a7f37\"")).isEqualTo(2);
    assertThat(svg).contains("height=\"194\"");
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, always on",
    "true, 0, always off",
    "false, 280, always 280",
  })
  void spendsNoPanelOnWhatNeverChanges(boolean switches, double value, String summary)
      throws IOException {
    Curves panel =
        new Curves(
            "X",
            "",
            0,
            switches,
            List.of(new Series("", List.of(point(0, value), point(MINUTE, value)))));
    assertThat(texts(svg(plot(panel)))).contains("X", summary).doesNotContain("1 to 1");
    assertThat(panel.isStrip()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wh | 1 | 0 | 812.5 | Wh | 0.0 to 812.5",
        "Wh | 1 | 0 | 95136.7 | kWh | 0.00 to 95.14",
        "Wh | 1 | 4000000 | 4021300 | MWh | 4.000 to 4.021",
        "W | 2 | -5932.14 | 5135.75 | W | \u22125932.14 to 5135.75",
        "W | 2 | -25932.14 | 5135.75 | kW | \u221225.93 to 5.14",
        "s | 0 | 0 | 2591970 | days | 0.00 to 30.00",
        "s | 0 | 0 | 9000 | h | 0.00 to 2.50",
        "V | 3 | 0.003 | 0.018 | mV | 3 to 18",
        "V | 2 | 0.1 | 13.3 | V | 0.10 to 13.30",
        "Ah | 2 | 0 | 1442.8 | Ah | 0.00 to 1442.80",
      })
  void takesTheUnitThatAPersonWould(
      String unit, int digits, double least, double greatest, String readable, String range) {
    Curves panel =
        new Curves(
                "X",
                unit,
                digits,
                false,
                List.of(new Series("1", List.of(point(0, least), point(1, greatest))), EMPTY))
            .readable();
    assertThat(panel.unit()).isEqualTo(readable);
    assertThat(panel.summary()).isEqualTo(range);
  }

  /// 4 kWh in and 3 out on the first day, of which not all is known.
  @Test
  void showsEnergyAsBars() throws IOException {
    Bars energy =
        new Bars(
            "Energy by day",
            "Wh",
            List.of(
                new Bar(-12 * HOUR, 12 * HOUR, 4000, 3000, false),
                new Bar(12 * HOUR, 36 * HOUR, 1250, 0, true)));
    String svg =
        svg(
            new Plot(
                "a",
                "",
                "",
                "",
                new TimeAxis(0, 36 * HOUR, ZoneOffset.UTC),
                HOUR,
                List.of(energy)));
    assertThat(texts(svg))
        .contains(
            "Energy by day, kWh", "in", "out", "5.25 kWh in, 3.00 kWh out", "4.00", "3.00", "1.25")
        .doesNotContain("0.00");
    assertThat(count(svg, "fill=\"#1a7f37\" fill-opacity=\"0.35\"")).isEqualTo(1);
    assertThat(count(svg, "fill=\"#1a7f37\" fill-opacity=\"0.85\"")).isEqualTo(1);
  }

  @Test
  void leavesValuesAwayWhereBarsAreTooNarrow() throws IOException {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      bars.add(new Bar(i * HOUR, (i + 1) * HOUR, 50, 40, true));
    }
    String svg =
        svg(
            new Plot(
                "a",
                "",
                "",
                "",
                new TimeAxis(0, 300 * HOUR, ZoneOffset.UTC),
                HOUR,
                List.of(new Bars("Energy", "Wh", bars))));
    assertThat(texts(svg)).contains("15.00 kWh in, 12.00 kWh out").doesNotContain("50.0", "0.05");
    assertThat(count(svg, "<rect")).isGreaterThan(600);
  }

  @Test
  void saysWhatItShows() throws IOException {
    assertThat(texts(svg(plot(0, 1, 2))))
        .contains("a <b> & c", "all of it", "Voltage, V", "13.00 to 13.20, last 13.10")
        .contains("Signal, dBm", "not known")
        // No axis is made up for it.
        .doesNotContain("1.0", "0.5");
  }

  /// Whatever a journal calls a battery, the file is XML, and nothing in it steers a reader.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u001b[31mb",
        "a\nb\u0000c\ufffe",
        "</text><script>alert(1)</script>",
        "a\ud800b\udc00",
        "&amp;&#0;]]>",
        "\u202eevil",
        "\ud83d\udd0b Garage",
      })
  void isWellFormedWhateverTheBatteryIsCalled(String name) throws IOException {
    for (Theme theme : List.of(Theme.DAY, Theme.NIGHT)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PlotDrawing.writeSvg(named(name), out, theme);
      assertThat(texts(out.toString(StandardCharsets.UTF_8)).getFirst())
          .isEqualTo(Printable.of(name));
    }
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    PlotDrawing.writePng(named(name), image, Theme.DAY);
    assertThat(image.size()).isGreaterThan(1000);
  }

  /// Long names, many keys, wide numbers, bars of any width.
  @ParameterizedTest
  @ValueSource(ints = {1, 64, 500})
  void printsNoTextOverAnother(int length) throws IOException {
    for (int hours : new int[] {1, 26, 170, 9000}) {
      Plot plot = everything("W".repeat(length), hours);
      List<Text> texts = parse(svg(plot));
      assertThat(texts).hasSizeGreaterThan(40);
      for (int i = 0; i < texts.size(); i++) {
        Text text = texts.get(i);
        assertThat(text.left()).as(text.text()).isNotNegative();
        assertThat(text.right()).as(text.text()).isLessThanOrEqualTo(1200);
        assertThat(text.y()).isLessThan(PlotDrawing.height(plot));
        assertThat(texts.subList(i + 1, texts.size()))
            .as(text + " of " + hours + " hours")
            .noneMatch(text::overlaps);
      }
    }
  }

  private static Plot everything(String name, int hours) {
    long begin = 1_780_000_000_000L;
    List<Bar> bars = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      long from = begin + (long) i * hours * HOUR / 24;
      bars.add(new Bar(from, from + (long) hours * HOUR / 24, 999 * i, 777 * i, i > 2));
      points.add(new Point(from, 0, -12_345 * i, 0, 98_765 * i, 0));
    }
    List<Panel> panels = new ArrayList<>();
    panels.add(cells(8));
    panels.add(cells(32));
    panels.add(new Bars("Energy by some time or other", "Wh", bars));
    for (String unit : List.of("Ah", "Wh", "")) {
      panels.add(
          new Curves("Highest cell number", unit, 2, false, List.of(new Series("", points))));
    }
    panels.add(new Curves("Charge FET", "", 0, true, List.of(EMPTY)));
    return new Plot(
        name,
        "27 May 2026 14:26 to 27 May 2027 14:26 (America/Argentina/ComodRivadavia)",
        "1234.56 kWh in, 1234.56 kWh out, 100.0 % of the time covered",
        "Lines: mean of each 30 minutes, shaded from least to greatest.",
        new TimeAxis(begin, begin + (long) hours * HOUR, ZoneOffset.UTC),
        HOUR,
        panels);
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

  /// A text with its box.
  private record Text(String text, double left, double right, double y, double size) {

    boolean overlaps(Text other) {
      return left < other.right
          && other.left < right
          && y - 0.75 * size < other.y + 0.2 * other.size
          && other.y - 0.75 * other.size < y + 0.2 * size;
    }
  }

  private static List<String> texts(String svg) {
    return parse(svg).stream().map(Text::text).toList();
  }

  private static List<Text> parse(String svg) {
    try {
      NodeList nodes =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
              .getElementsByTagName("text");
      List<Text> texts = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        texts.add(text((Element) nodes.item(i)));
      }
      return texts;
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(svg, e);
    }
  }

  private static Text text(Element element) {
    double x = Double.parseDouble(element.getAttribute("x"));
    double size = Double.parseDouble(element.getAttribute("font-size"));
    String text = element.getTextContent();
    double width = Glyphs.width(text, size);
    double left =
        switch (element.getAttribute("text-anchor")) {
          case "start" -> x;
          case "middle" -> x - width / 2;
          default -> x - width;
        };
    return new Text(text, left, left + width, Double.parseDouble(element.getAttribute("y")), size);
  }

  /// The colours of the lines of a panel with several.
  private static List<String> lines(String svg) {
    return Pattern.compile("stroke=\"(#[0-9a-f]{6})\" stroke-width=\"1.3\"")
        .matcher(svg)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static Curves cells(int count) {
    List<Series> cells = new ArrayList<>();
    for (int cell = 1; cell <= count; cell++) {
      double volts = 3.3 + cell / 1000.0;
      cells.add(new Series(Integer.toString(cell), List.of(point(0, volts), point(MINUTE, volts))));
    }
    return new Curves("Cells", "V", 3, false, cells);
  }

  private static Point point(long time, double value) {
    return new Point(time, 0, value, value, value, value);
  }

  private static Plot plot(Panel... panels) {
    return new Plot(
        "a", "", "", "", new TimeAxis(0, 10 * MINUTE, ZoneOffset.UTC), MINUTE, List.of(panels));
  }

  private static Plot named(String name) {
    return new Plot(
        name, "", "", "", new TimeAxis(0, MINUTE, ZoneOffset.UTC), MINUTE, List.of(cells(2)));
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
        "",
        new TimeAxis(0, 30L * MINUTE, ZoneOffset.UTC),
        MINUTE,
        List.of(
            new Curves("Voltage", "V", 2, false, List.of(new Series("", points))),
            new Curves("Signal", "dBm", 0, false, List.of(new Series("", List.of())))));
  }
}

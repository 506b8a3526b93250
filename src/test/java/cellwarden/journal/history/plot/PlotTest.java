package cellwarden.journal.history.plot;

import static org.assertj.core.api.Assertions.assertThat;

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

final class PlotTest {

  private static final int MINUTE = 60_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.9 | 13.84 | 13.00 13.25 13.50 13.75",
        "-20 | 17 | \u221220 \u221210 0 10",
        "0 | 100 | 0 20 40 60 80 100",
        "0 | 0.004 | 0.000 0.001 0.002 0.003 0.004",
        "0 | 9 | 0 2 4 6 8",
      })
  void marksRoundValues(double least, double greatest, String marks) {
    Scale scale = least == 0 && greatest == 100 ? new Scale(0, 100) : Scale.around(least, greatest);
    assertThat(scale.ticks(5).stream().map(tick -> scale.label(tick, 5)))
        .containsExactly(marks.split(" ", -1));
  }

  @Test
  void showsSmallVoltagesInMillivolts() {
    Panel panel =
        new Panel("Cell spread", "V", 3, List.of(new Point(0, 0.003, 0.004, 0.005, 0.003)))
            .readable();
    assertThat(panel.heading()).isEqualTo("Cell spread, mV");
    assertThat(panel.summary()).isEqualTo("3 to 5, last 3");
    assertThat(panel.scale().low()).isZero();
  }

  @Test
  void putsAFlatLineInTheMiddle() {
    Scale scale = Scale.around(13.3, 13.3);
    assertThat(scale.share(13.3)).isEqualTo(0.5);
    assertThat(Scale.around(0, 0).share(0)).isZero();
  }

  @Test
  void leavesGapsOpen() throws IOException {
    String svg = svg(plot(0, 1, 2, 10, 11, 20));
    // Two pieces with a line over a band; a point alone is two strokes.
    assertThat(count(svg, "stroke=\"#0969da\"")).isEqualTo(2 + 2);
    assertThat(count(svg, "Z\" fill=\"#0969da\"")).isEqualTo(2);
  }

  @Test
  void saysWhatItShows() throws IOException {
    assertThat(svg(plot(0, 1, 2)))
        .contains(">a &lt;b&gt; &amp; c<", ">all of it<", ">Voltage, V<", ">Signal, dBm<")
        .contains(">not known<");
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
    plot(0, 1, 2, 3).writePng(out, theme);
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(out.toByteArray())));
  }

  private static String svg(Plot plot) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    plot.writeSvg(out, Theme.DAY);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static long count(String text, String part) {
    return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }

  private static Plot plot(int... minutes) {
    List<Point> points = new ArrayList<>();
    for (int minute : minutes) {
      points.add(new Point((long) minute * MINUTE, 13, 13.1, 13.2, 13.1));
    }
    return new Plot(
        "a <b> & c",
        "all of it",
        "",
        new TimeAxis(0, 30L * MINUTE, ZoneOffset.UTC),
        3L * MINUTE,
        List.of(new Panel("Voltage", "V", 2, points), new Panel("Signal", "dBm", 0, List.of())));
  }
}

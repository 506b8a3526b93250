package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Browser;
import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser; `lab/page` runs it.
@EnabledIfSystemProperty(named = "page.pictures", matches = ".+", disabledReason = "lab/page does")
final class PageIT {

  private static final Path PICTURES = Path.of(System.getProperty("page.pictures", "."));
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  /// What a screen reader, or somebody who sees little, cannot get at.
  private static final String SERIOUS =
      "axe.run({resultTypes: ['violations']}).then(r => r.violations"
          + ".filter(v => ['serious', 'critical'].includes(v.impact))"
          + ".map(v => v.id + ' ' + v.nodes[0].html.slice(0, 150)).join('; '))";

  private static final String VOLTS = "document.querySelector('.battery .facts').textContent";
  private static final String DAMAGE = "document.querySelector('.damage').textContent";

  /// Pixels of the first curve, in the middle of its time.
  private static final String CURVE =
      "(() => { const c = document.querySelector('.plot canvas'); const d = c.getContext('2d')"
          + ".getImageData(c.width / 3, 0, c.width / 3, c.height).data; let n = 0;"
          + " for (let i = 0; i < d.length; i += 4) n += d[i + 3] > 200 && d[i + 1] > d[i] + 40;"
          + " return n; })()";

  private static final String SPAN = "document.querySelector('.span').textContent";

  @TempDir private Path folder;

  private Child service(int port) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - {name: myBattery, display_name: "Van, under the seat", address: 'sim:4s?speed=60', interval: 1s}
          - {name: cabin, address: 'sim:16s?speed=30', interval: 1s}
          - {name: shed, display_name: "Nobody is there, but it has a long name", address: 'tcp:127.0.0.1:1'}
        web: {listen: '127.0.0.1:%d', metrics: on}
        """
            .formatted(port));
    return Child.start(Program.builder(folder, List.of(), "run"));
  }

  private void past() throws Exception {
    try (Child simulate =
        Child.start(
            Program.builder(
                folder,
                List.of(),
                "simulate",
                "--journal",
                "bms_data.jsonl",
                "--from",
                Instant.now().minus(Duration.ofDays(90)).toString(),
                "--to",
                Instant.now().minusSeconds(60).toString(),
                "--interval",
                "5m"))) {
      assertThat(simulate.await()).isZero();
    }
    Path journal = folder.resolve("bms_data.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(journal));
    lines.add(lines.size() - 3, "{\"seq\":1,\"time\":\"2026");
    Files.write(journal, lines);
  }

  private static String axe() throws IOException {
    try (InputStream in = PageIT.class.getResourceAsStream(AXE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void go(Browser browser, String view, String shown) throws Exception {
    browser.evaluate("location.hash = '#/" + view + "'");
    browser.await("!!document.querySelector('" + shown + "')");
  }

  private static void press(Browser browser, String words) throws Exception {
    browser.evaluate(
        "[...document.querySelectorAll('button')].find(b => b.textContent === '"
            + words
            + "' || b.getAttribute('aria-label') === '"
            + words
            + "').click()");
  }

  @Test
  void pageDoesWhatItsReaderWants() throws Exception {
    past();
    int port = Ports.free();
    Path profile = Files.createDirectory(folder.resolve("profile"));
    Child service = service(port);
    try (Browser browser = new Browser(profile)) {
      browser.look(1600, 1000, false);
      Guard.await(
          "the page",
          () -> {
            browser.open("http://127.0.0.1:" + port + "/");
            return browser.evaluate("location.protocol === 'http:'").equals(Optional.of(true));
          });
      browser.await("document.querySelectorAll('.battery .facts').length === 2");
      browser.errors();

      valuesChange(browser);
      historyZooms(browser);
      pauseAndResume(browser);
      everyViewIsFitForAll(browser);
      assertThat(browser.errors()).isEmpty();

      service.close();
      browser.await("!!document.querySelector('.line.reconnecting')");
      service = service(port);
      browser.await("!!document.querySelector('.line.live')");
      go(browser, "overview", ".battery .facts");
      valuesChange(browser);
      assertThat(browser.requests())
          .filteredOn(url -> url.matches("(https?|wss?|ftp):.*"))
          .filteredOn(url -> !url.startsWith("http://127.0.0.1:" + port + "/"))
          .isEmpty();
    } finally {
      service.close();
    }
  }

  private static void valuesChange(Browser browser) throws Exception {
    browser.evaluate("window.before = " + VOLTS);
    browser.await(VOLTS + " !== window.before");
  }

  private static void historyZooms(Browser browser) throws Exception {
    go(browser, "history/myBattery", ".u-over");
    press(browser, "30 days");
    browser.await("document.querySelector('[aria-pressed=true]').textContent === '30 days'");
    browser.await("!" + SPAN + ".includes('…')");
    String before = String.valueOf(browser.evaluate(SPAN).orElseThrow());
    press(browser, "Zoom in");
    browser.await(SPAN + " !== '" + before + "' && !" + SPAN + ".includes('…')");
    browser.evaluate(
        "document.getElementById('charts').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true}))");
    press(browser, "Last night");
    browser.await("document.querySelector('.tiles dd').textContent.includes('V')");
    assertThat(browser.evaluate("document.querySelector('.tiles').textContent").orElseThrow())
        .asString()
        .contains("Lowest cell");
    browser.await(DAMAGE + ".startsWith('One line of the journal')");
    // It is read more seldom than this range has intervals.
    browser.await(CURVE + " > 100");
    assertThat(browser.evaluate("document.querySelector('.plot').getAttribute('aria-label')"))
        .hasValueSatisfying(label -> assertThat(label).asString().contains("least"));
  }

  private static void pauseAndResume(Browser browser) throws Exception {
    go(browser, "battery/cabin", ".bars li");
    press(browser, "Pause 10 min");
    browser.await("!!document.querySelector('.hero .pill.paused')");
    press(browser, "Resume");
    browser.await("!document.querySelector('.hero .pill.paused')");
    browser.await("document.querySelector('.notice').classList.contains('none')");
  }

  private static void everyViewIsFitForAll(Browser browser) throws Exception {
    browser.evaluate(axe() + "; 0");
    for (String view : List.of("overview", "battery/cabin", "history/myBattery", "events")) {
      go(browser, view, view.startsWith("history") ? ".u-over" : "main .card");
      for (boolean dark : new boolean[] {false, true}) {
        for (int width : new int[] {1600, 360}) {
          browser.look(width, width == 360 ? 760 : 1000, dark);
          browser.await("matchMedia('(prefers-color-scheme: dark)').matches === " + dark);
          browser.await("innerWidth === " + width);
          if (view.startsWith("history")) {
            browser.await("document.querySelectorAll('.u-over').length > 6");
          }
          assertThat(browser.evaluate(SERIOUS)).as(view).contains("");
          assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .as(view + " at " + width)
              .contains(true);
          browser.picture(
              PICTURES.resolve(
                  "%s-%d-%s.png"
                      .formatted(view.replaceFirst("/.*", ""), width, dark ? "dark" : "light")));
        }
      }
    }
    browser.look(1600, 1000, false);
    press(browser, "Deutsch");
    browser.await("document.documentElement.lang === 'de'");
    go(browser, "overview", ".battery .facts");
    browser.await("document.querySelector('nav').textContent.includes('Verlauf')");
    go(browser, "events", ".damage");
    browser.await(DAMAGE + ".startsWith('Eine Zeile des Journals')");
    press(browser, "English");
  }
}

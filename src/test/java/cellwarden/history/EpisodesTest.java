package cellwarden.history;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.history.Episode.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal with a line every ten seconds from noon on.
final class EpisodesTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path folder = Path.of("");
  private final List<String> lines = new ArrayList<>();
  private int seq;

  @Test
  void aFaultLastsUntilTheNextSample() throws Exception {
    samples(0, 60);
    faults(60, 90, "no_response", "register 03: no answer");
    samples(90, 900);
    assertThat(episodes(900))
        .containsExactly(
            episode(60, 90, true, Kind.FAULT, "no_response", "register 03: no answer", 3));
  }

  @Test
  void aFaultThatGoesOnIsNotOver() throws Exception {
    samples(0, 60);
    faults(60, 120, "lost", "link dropped");
    assertThat(episodes(115))
        .containsExactly(episode(60, 110, false, Kind.FAULT, "lost", "link dropped", 6));
  }

  @Test
  void oneKindOfFaultEndsWhereAnotherBegins() throws Exception {
    samples(0, 60);
    faults(60, 80, "lost", "a");
    faults(80, 100, "not_found", "b");
    samples(100, 900);
    assertThat(episodes(900))
        .containsExactly(
            episode(60, 80, true, Kind.FAULT, "lost", "a", 2),
            episode(80, 100, true, Kind.FAULT, "not_found", "b", 2));
  }

  @Test
  void whatComesAgainSoonIsOneEpisode() throws Exception {
    for (int at = 0; at < 600; at += 20) {
      samples(at, at + 10);
      faults(at + 10, at + 20, "no_response", "x");
    }
    samples(600, 1200);
    assertThat(episodes(1200))
        .containsExactly(episode(10, 600, true, Kind.FAULT, "no_response", "x", 30));
  }

  @Test
  void protectionsAndSuspectsAreOfSamples() throws Exception {
    samples(0, 60);
    sample(60, ",\"protections\":[\"cell_overvoltage\"]");
    sample(70, ",\"protections\":[\"cell_overvoltage\",\"short_circuit\"],\"suspect\":[\"soc\"]");
    samples(80, 900);
    assertThat(episodes(900))
        .containsExactlyInAnyOrder(
            episode(60, 80, true, Kind.PROTECTION, "cell_overvoltage", "", 2),
            episode(70, 80, true, Kind.PROTECTION, "short_circuit", "", 1),
            episode(70, 80, true, Kind.SUSPECT, "soc", "", 1));
  }

  @Test
  void silenceIsAnEpisode() throws Exception {
    samples(0, 60);
    samples(3600, 3660);
    assertThat(episodes(3660)).containsExactly(episode(50, 3600, true, Kind.SILENCE, "", "", 0));
    assertThat(episodes(7200)).endsWith(episode(3650, 7200, false, Kind.SILENCE, "", "", 0));
  }

  /// The poller tries a lost battery each minute, however short the interval is.
  @Test
  void rarerTriesOfABatteryThatIsAwayAreNoSilence() throws Exception {
    samples(0, 60);
    faults(60, 90, "not_found", "x");
    faults(140, 150, "not_found", "x");
    faults(240, 250, "not_found", "x");
    samples(300, 900);
    assertThat(episodes(900))
        .containsExactly(episode(60, 300, true, Kind.FAULT, "not_found", "x", 5));
  }

  @Test
  void aClockThatRanAheadIsNoSilence() throws Exception {
    samples(0, 60);
    samples(86_400, 86_460);
    samples(130, 900);
    assertThat(episodes(900)).containsExactly(episode(50, 130, true, Kind.SILENCE, "", "", 0));
    lines.clear();
    samples(0, 60);
    samples(86_400, 86_460);
    samples(70, 900);
    assertThat(episodes(900)).isEmpty();
  }

  @Test
  void theJournalSaysWhenItWasNotWritten() throws Exception {
    samples(0, 60);
    lines.add(
        "{\"time\":\"%s\",\"battery\":\"a\",\"event\":\"journal_back\",\"data\":{\"since\":\"%s\",\"samples_missing\":2}}"
            .formatted(NOON.plusSeconds(80), NOON.plusSeconds(60)));
    samples(80, 120);
    assertThat(episodes(120))
        .containsExactly(episode(60, 80, true, Kind.JOURNAL, "journal", "", 2));
  }

  @Test
  void damagedLinesAndUnsetClocksAreNoEpisodes() throws Exception {
    samples(0, 60);
    lines.add("{\"time\":\"2026-06-01T12:01:00.000Z\",\"battery\":\"a\",\"fault\":{\"ki");
    lines.add(
        "{\"time\":\"1970-01-01T00:00:10.000Z\",\"clock\":\"unsynchronised\",\"battery\":\"a\","
            + "\"fault\":{\"kind\":\"lost\",\"detail\":\"x\"}}");
    samples(60, 120);
    assertThat(episodes(120)).isEmpty();
  }

  /// Of a day with faults only no summary knows a time.
  @Test
  void findsFaultsInFilesWithoutSamples() throws Exception {
    samples(0, 60);
    Files.write(folder.resolve("bms_data-2026-06-01.jsonl"), lines);
    lines.clear();
    faults(60, 120, "lost", "x");
    Files.write(folder.resolve("bms_data-2026-06-02.jsonl"), lines);
    lines.clear();
    samples(120, 900);
    assertThat(episodes(900)).containsExactly(episode(60, 120, true, Kind.FAULT, "lost", "x", 6));
  }

  private void samples(int from, int to) {
    for (int at = from; at < to; at += 10) {
      sample(at, "");
    }
  }

  private void sample(int at, String more) {
    seq++;
    lines.add(
        "{\"seq\":%d,\"time\":\"%s\",\"battery\":\"a\",\"voltage\":13.2%s}"
            .formatted(seq, NOON.plusSeconds(at), more));
  }

  private void faults(int from, int to, String kind, String detail) {
    for (int at = from; at < to; at += 10) {
      lines.add(
          "{\"time\":\"%s\",\"battery\":\"a\",\"fault\":{\"kind\":\"%s\",\"detail\":\"%s\"}}"
              .formatted(NOON.plusSeconds(at), kind, detail));
    }
  }

  private static Episode episode(
      int from, int to, boolean over, Kind kind, String what, String detail, long times) {
    return new Episode(
        "a", NOON.plusSeconds(from), true, NOON.plusSeconds(to), over, kind, what, detail, times);
  }

  private List<Episode> episodes(int now)
      throws IOException, HistoryException, InterruptedException {
    Path journal = folder.resolve("bms_data.jsonl");
    Files.write(journal, lines);
    try (History history = History.open(journal, true, new Lines.Watcher())) {
      return history.episodes(
          new HistoryQuery(Optional.empty(), NOON, HistoryQuery.END, List.of()),
          NOON.plusSeconds(now));
    }
  }
}

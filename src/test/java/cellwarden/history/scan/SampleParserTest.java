package cellwarden.history.scan;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.history.HistoryField;
import cellwarden.history.Lines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleParserTest {

  private static final Instant TIME = Instant.parse("2026-06-01T10:00:00.250Z");
  private static final String FIRST = Lines.sample(1, TIME, "a", 13.31, -4.5, 87);
  private static final String SECOND = Lines.sample(2, TIME.plusSeconds(10), "b", 13.3, 1, 88);

  @Test
  void takesOutWhatIsWanted() {
    SampleBatch samples =
        parse(new SamplePlan(fields("voltage", "cells.2", "link.rssi", "soc")), FIRST);

    assertThat(samples.count()).isOne();
    assertThat(samples.time(0)).isEqualTo(TIME.toEpochMilli());
    assertThat(samples.battery(0)).isEqualTo("a");
    assertThat(LongStream.range(0, 4).map(slot -> samples.number((int) slot, 0)))
        .containsExactly(13_310_000L, 3_327_000L, -61_000_000L, 87_000_000L);
  }

  /// Wherever a line was torn, the next one is whole.
  @Test
  void losesNothingBehindATornLine() {
    for (int length = 1; length < FIRST.length(); length++) {
      SampleBatch samples =
          parse(new SamplePlan(fields("voltage")), FIRST.substring(0, length), SECOND, FIRST);
      assertThat(samples.count()).as(FIRST.substring(0, length)).isEqualTo(2);
      assertThat(samples.seq(0)).isEqualTo(2);
      assertThat(samples.number(0, 0)).isEqualTo(13_300_000);
      assertThat(samples.seq(1)).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"seq\":7}",
        "{\"seq\":\"7\",\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":0,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":-7,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":9007199254740992,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":9223372036854775808,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":1e3,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}",
        "{\"seq\":7,\"time\":\"+999999999-01-01T00:00:00Z\",\"battery\":\"a\"}",
        "{\"seq\":7,\"time\":\"yesterday\",\"battery\":\"a\"}",
        "{\"seq\":7,\"time\":7,\"battery\":\"a\"}",
        "{\"seq\":7,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":[\"a\"]}",
        "{\"seq\":7,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}{}",
        "{\"seq\":7,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"} x",
        "{\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\",\"event\":\"journal_back\"}",
        "{{{{",
        "{\"seq\":7,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\",\"cells\":[[1,2],{\"a\":3}]",
        "{\u0000\u0000",
      })
  void passesOverWhatIsNoSample(String line) {
    SampleBatch samples = parse(new SamplePlan(fields("cells.1", "voltage")), line, SECOND);
    assertThat(samples.count()).isOne();
    assertThat(samples.seq(0)).isEqualTo(2);
    assertThat(samples.unreadable()).isEqualTo(line.contains("event") ? 0 : 1);
  }

  @Test
  void aNumberTooLargeForAFigureIsAnUnknownOne() {
    String line =
        "{\"seq\":9007199254740991,\"time\":\"2026-06-01T10:00:00.000Z\",\"battery\":\"a\"}";
    SampleBatch samples = parse(new SamplePlan(fields("seq")), line, SECOND);
    assertThat(samples.seq(0)).isEqualTo(9_007_199_254_740_991L);
    assertThat(samples.number(0, 0)).isEqualTo(SampleBatch.UNKNOWN);
    assertThat(samples.number(0, 1)).isEqualTo(2_000_000);
  }

  @Test
  void takesWhatHasAnotherShapeForUnknown() {
    String odd =
        "{\"seq\":7,\"time\":\"2026-06-01T12:00:00+02:00\",\"battery\":\"a\",\"voltage\":[1],"
            + "\"cells\":5,\"link\":[],\"soc\":null,\"power\":1e99,\"current\":\"1\"} ";
    SampleBatch samples =
        parse(
            new SamplePlan(fields("voltage", "cells.1", "link.rssi", "soc", "power", "current")),
            odd);

    assertThat(samples.count()).isOne();
    assertThat(Instant.ofEpochMilli(samples.time(0))).isEqualTo("2026-06-01T10:00:00Z");
    assertThat(LongStream.range(0, 6).map(slot -> samples.number((int) slot, 0)))
        .containsOnly(SampleBatch.UNKNOWN);
  }

  /// What is named, what follows from it, and what cannot be in older lines, where nothing names
  /// it.
  @Test
  void tellsASuspectValueFromOneThatIsNotThere() {
    SamplePlan plan =
        new SamplePlan(fields("voltage", "power", "current", "soc", "cell_min", "temperatures.1"));
    SampleBatch samples =
        parse(
            plan,
            suspect(FIRST, "\"voltage\""),
            suspect(FIRST, "\"cells\",\"nothing\",7,[\"soc\"]"),
            FIRST.replace(":87", ":105"),
            suspect(FIRST, "\"temperatures\"").replace("[21.4,20.9]", "[null,20.9]"),
            suspect(FIRST, "\"temperatures\"").replace("[21.4,20.9]", "[21.4,null]"),
            FIRST.replace("[21.4", "[-273.1"),
            FIRST,
            FIRST.substring(0, FIRST.length() - 1) + ",\"suspect\":\"soc\"}",
            FIRST.substring(0, FIRST.length() - 1) + ",\"suspect\":{\"soc\":[1]}}",
            FIRST.replace("\"voltage\":13.31", "\"voltage\":655.35"));

    assertThat(states(samples, 0)).isEqualTo("!!.._.");
    assertThat(states(samples, 1)).isEqualTo("...._.");
    assertThat(states(samples, 2)).isEqualTo("...!_.");
    assertThat(states(samples, 3)).isEqualTo("...._!");
    assertThat(states(samples, 4)).isEqualTo("...._.");
    assertThat(states(samples, 5)).isEqualTo("...._!");
    assertThat(states(samples, 6)).isEqualTo("...._.");
    assertThat(states(samples, 7)).isEqualTo("...!_.");
    assertThat(states(samples, 8)).isEqualTo("...._.");
    assertThat(states(samples, 9)).isEqualTo("!!.._.");
    assertThat(samples.certain(0, 0)).isEqualTo(SampleBatch.UNKNOWN);
  }

  private static String suspect(String line, String names) {
    return line.substring(0, line.length() - 1) + ",\"suspect\":[" + names + "]}";
  }

  /// A sign for each number: `!` for suspect, `_` for unknown.
  private static String states(SampleBatch samples, int row) {
    StringBuilder states = new StringBuilder();
    for (int slot = 0; slot < 6; slot++) {
      long number = samples.number(slot, row);
      states.append(
          number == SampleBatch.SUSPECT ? '!' : number == SampleBatch.UNKNOWN ? '_' : '.');
    }
    return states.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00.000Z",
        "2026-02-28T23:59:59.999Z",
        "2028-02-29T00:00:00.001Z",
        "2026-06-01T10:00:00Z",
        "2026-06-01T10:00:00.123456789Z",
        "1969-12-31T23:59:59.999Z",
      })
  void readsTimesAsTheLibraryDoes(String text) {
    TimeParser parser = new TimeParser();
    for (int i = 0; i < 2; i++) {
      assertThat(parser.parse(text.toCharArray(), 0, text.length()))
          .isEqualTo(Instant.parse(text).toEpochMilli());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-30T00:00:00.000Z", "2026-02-28T25:00:00.000Z", "", "now"})
  void refusesWhatIsNoTime(String text) {
    TimeParser parser = new TimeParser();
    parser.parse("2026-02-28T00:00:00.000Z".toCharArray(), 0, 24);
    assertThat(parser.parse(text.toCharArray(), 0, text.length())).isEqualTo(TimeParser.NONE);
  }

  private static List<HistoryField> fields(String... names) {
    return HistoryField.of(List.of(names));
  }

  private static SampleBatch parse(SamplePlan plan, String... lines) {
    SampleBatch batch = new SampleBatch(plan);
    batch.begin(1);
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      batch.addLine(bytes, 0, bytes.length);
    }
    new SampleParser(plan).parse(batch);
    return batch;
  }
}

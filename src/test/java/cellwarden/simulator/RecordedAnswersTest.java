package cellwarden.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedAnswersTest {

  private static final Request CELLS = Request.read(0x04);
  private static final Request NAME = Request.read(0x05);

  // One cell of 3.300 V: sum 00 + 02 + 0c + e4 = f2, so the checksum is ff0e; 3.301 V: ff0d.
  private static final String CELL_3300 = "dd0400020ce4ff0e77";
  private static final String CELL_3301 = "dd0400020ce5ff0d77";

  // Register 05 refused: sum 80, checksum ff80.
  private static final String REFUSED = "dd058000ff8077";

  @TempDir Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("answers.json");
    Files.writeString(
        file,
        """
        {"format": 1, "kinds": {"response": "one answer"}, "vectors": [
          {"id": "a-cells", "kind": "response", "request": "dda50400fffc77", "frame": "%s",
           "expect": {"cells_v": [3.3]}, "notes": "unknown names are skipped"},
          {"id": "b-cells-1", "kind": "response", "request": "dda50400fffc77",
           "fragments": ["dd0400020c", "e5ff0d77"]},
          {"id": "b-cells", "kind": "response", "request": "dda50400fffc77", "frame": "%s"},
          {"id": "b-name", "kind": "response", "request": "dda50500fffb77", "frame": "%s",
           "expect_error": "status_error"},
          {"id": "b-broken", "kind": "response", "request": "dda50400fffc77", "frame": "dd04",
           "expect_error": "truncated"},
          {"id": "b-request", "kind": "request", "request": "dda50600fffa77", "frame": "00"}
        ]}
        """
            .formatted(CELL_3300, CELL_3301, REFUSED));
  }

  private static String hex(RecordedAnswers answers, Request request) {
    return Payload.of(Fragments.join(answers.answer(request))).hex();
  }

  @Test
  void recordingsOfOneRequestTakeTurnsInFileOrder() throws IOException {
    RecordedAnswers answers = RecordedAnswers.read(file, List.of());
    assertThat(hex(answers, CELLS)).isEqualTo(CELL_3300);
    assertThat(answers.answer(CELLS))
        .containsExactly(Payload.ofHex("dd0400020c"), Payload.ofHex("e5ff0d77"));
    assertThat(hex(answers, CELLS)).isEqualTo(CELL_3301);
    assertThat(hex(answers, CELLS)).as("the broken one is left out").isEqualTo(CELL_3300);
  }

  @Test
  void recordedRefusalsAreServedAndUnknownRequestsRefused() throws IOException {
    RecordedAnswers answers = RecordedAnswers.read(file, List.of());
    assertThat(hex(answers, NAME)).isEqualTo(REFUSED);
    assertThat(hex(answers, Request.read(0x03))).isEqualTo("dd038000ff8077");
    assertThat(hex(answers, Request.read(0x06))).isEqualTo("dd068000ff8077");
  }

  @Test
  void oneBatteryIsChosenByIdOrItsBeginning() throws IOException {
    RecordedAnswers byPrefix = RecordedAnswers.read(file, List.of("b-"));
    assertThat(byPrefix.answer(CELLS)).hasSize(2);
    assertThat(hex(byPrefix, NAME)).isEqualTo(REFUSED);
    RecordedAnswers byId = RecordedAnswers.read(file, List.of("b-cells"));
    assertThat(byId.answer(CELLS)).as("not b-cells-1").hasSize(1);
    assertThat(hex(byId, NAME)).isEqualTo("dd058000ff8077");
  }

  @Test
  void servedThroughABmsWithItsFragments() throws IOException {
    SimulatedBms bms =
        SimulatedBms.serving(RecordedAnswers.read(file, List.of("b-cells-1")), Map.of(), 1);
    assertThat(Simulations.fragments(bms, CELLS)).hasSize(2);
  }

  @Test
  void problemsNameTheFileAndWhatIsKnown() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedAnswers.read(file, List.of("a-", "c-")))
        .withMessageContaining("begins with c-, known are a-cells, b-cells-1, b-cells, b-name");
    Files.writeString(file, "{\"vectors\": [");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedAnswers.read(file, List.of()))
        .withMessageContaining("answers.json is not JSON");
    Files.writeString(file, "[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedAnswers.read(file, List.of()))
        .withMessageContaining("holds no recorded answers");
    Files.writeString(
        file,
        """
        {"vectors": [{"id": "x", "kind": "response", "request": "dd", "frame": "00"}]}
        """);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedAnswers.read(file, List.of()))
        .withMessageContaining("the entry x cannot be served: dd is not one whole request");
  }
}

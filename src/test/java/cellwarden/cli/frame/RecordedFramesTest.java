package cellwarden.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cellwarden.cli.Cli;
import cellwarden.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Frames recorded from real batteries, with the values that were worked out for them.
///
/// The recordings stand beside the project, not in it: at `../shared/vectors/jbd-visible.json`, or
/// where the system property `cellwarden.vectors` says. Without them these tests are skipped.
final class RecordedFramesTest {

  private static final Path FILE =
      Path.of(System.getProperty("cellwarden.vectors", "../shared/vectors/jbd-visible.json"));

  @Test
  void recordingsAreThere() {
    assumeTrue(Files.exists(FILE), () -> "no recorded frames at " + FILE);
    assertThat(FILE).isNotEmptyFile();
  }

  @TestFactory
  List<DynamicTest> recordedFramesHaveTheirValues() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<String, @Nullable Object> recording : recordings()) {
      String id = String.valueOf(recording.get("id"));
      switch (String.valueOf(recording.get("kind"))) {
        case "response", "auth_rx" ->
            tests.add(DynamicTest.dynamicTest(id, () -> assertAnswer(recording)));
        case "stream" -> tests.add(DynamicTest.dynamicTest(id, () -> assertStream(recording)));
        case "request", "auth_tx" ->
            tests.add(DynamicTest.dynamicTest(id, () -> assertRequest(recording)));
        default -> {}
      }
    }
    return tests;
  }

  private static List<Map<String, @Nullable Object>> recordings() throws IOException {
    if (!Files.exists(FILE)) {
      return List.of();
    }
    return Json.list(Json.object(Files.readString(FILE)).get("vectors")).stream()
        .map(Json::map)
        .toList();
  }

  private static void assertAnswer(Map<String, @Nullable Object> recording) {
    Map<String, @Nullable Object> out = decode(recording);
    Map<String, @Nullable Object> expected = Json.map(recording.get("expect"));
    String error = String.valueOf(recording.getOrDefault("expect_error", "none"));
    if (!error.equals("none") && !error.equals("status_error")) {
      assertThat(Json.list(out.get("frames"))).isEmpty();
      assertThat(Json.map(Json.list(out.get("skipped")).getFirst())).containsEntry("reason", error);
      return;
    }
    assertThat(Json.list(out.get("frames"))).hasSize(1);
    Map<String, @Nullable Object> frame = Json.map(Json.list(out.get("frames")).getFirst());
    if (frame.containsKey("auth")) {
      assertThat(Json.map(frame.get("auth")))
          .containsEntry("command", expected.get("auth_command"))
          .containsEntry("data", expected.get("auth_data_hex"));
      return;
    }
    assertThat(frame)
        .containsEntry("register", expected.get("register"))
        .containsEntry("status", expected.get("status"));
    if (error.equals("status_error")) {
      assertThat(frame).doesNotContainKey("values");
      return;
    }
    assertValues(Json.map(frame.get("values")), expected);
  }

  private static void assertValues(
      Map<String, @Nullable Object> values, Map<String, @Nullable Object> expected) {
    expected.forEach((name, value) -> {
      if (RecordedNames.OURS.containsKey(name) && value != null) {
        assertThat(values).containsEntry(RecordedNames.OURS.get(name), value);
      }
    });
    if (values.containsKey("name")) {
      assertThat(values).containsEntry("name", expected.get("reg_name"));
    }
    if (expected.containsKey("balance_word_low")) {
      assertThat(Json.list(values.get("balance_bits")))
          .isEqualTo(List.of(expected.get("balance_word_low"), expected.get("balance_word_high")));
    }
  }

  private static void assertStream(Map<String, @Nullable Object> recording) {
    List<String> found =
        Json.list(decode(recording).get("frames")).stream()
            .map(frame -> String.valueOf(Json.map(frame).get("payload")))
            .toList();
    List<String> wanted =
        Json.list(recording.get("expect_frames")).stream()
            .map(String::valueOf)
            .map(frame -> frame.substring(8, frame.length() - 6))
            .toList();
    assertThat(found).isEqualTo(wanted);
  }

  private static void assertRequest(Map<String, @Nullable Object> recording) {
    Map<String, @Nullable Object> inputs = Json.map(recording.get("inputs"));
    List<String> args = new ArrayList<>(List.of("frame", "encode"));
    if (inputs.containsKey("op")) {
      args.addAll(List.of(String.valueOf(inputs.get("op")), hex(inputs.get("register"))));
      args.add(String.valueOf(inputs.get("data_hex")));
      args.remove("");
    } else {
      args.addAll(List.of("module", hex(inputs.get("command"))));
      addModuleOptions(inputs, args);
    }
    assertThat(Cli.run(args.toArray(String[]::new)).out())
        .isEqualTo(recording.get("request") + "\n");
  }

  private static void addModuleOptions(Map<String, @Nullable Object> inputs, List<String> args) {
    if (inputs.containsKey("data_ascii")) {
      args.addAll(List.of("--text", String.valueOf(inputs.get("data_ascii"))));
      return;
    }
    args.addAll(List.of("--mac", String.valueOf(inputs.get("mac"))));
    args.addAll(List.of("--random", hex(inputs.get("random"))));
    String password = String.valueOf(inputs.get("password"));
    if (!password.equals("(root)")) {
      args.addAll(List.of("--password", password));
    }
  }

  private static String hex(@Nullable Object number) {
    return "%02x".formatted(Math.round(Double.parseDouble(String.valueOf(number))));
  }

  private static Map<String, @Nullable Object> decode(Map<String, @Nullable Object> recording) {
    String line =
        recording.containsKey("fragments")
            ? Json.list(recording.get("fragments")).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" "))
            : String.valueOf(recording.get("frame"));
    Cli.Result result = Cli.runWithInput(line + "\n", "frame", "decode", "--json");
    assertThat(result.status()).isZero();
    return Json.object(result.out());
  }
}

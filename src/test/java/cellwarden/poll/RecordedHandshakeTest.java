package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cellwarden.cli.Json;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Secret;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The handshakes of a phone app with a real board, byte for byte.
///
/// The recordings stand beside the project, not in it, see `RecordedFramesTest`. Without them these
/// tests are skipped.
final class RecordedHandshakeTest {

  private static final Path FILE =
      Path.of(System.getProperty("cellwarden.vectors", "../shared/vectors/jbd-visible.json"));

  private static final String ROOT = "(root)";

  private final Map<String, Map<String, Object>> byId = new HashMap<>();

  @Test
  void recordingsAreThere() throws IOException {
    assumeTrue(Files.exists(FILE), () -> "no recorded handshakes at " + FILE);
    assertThat(recordedHandshakesAreRepeated()).hasSizeGreaterThanOrEqualTo(4);
  }

  @TestFactory
  List<DynamicTest> recordedHandshakesAreRepeated() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    if (Files.exists(FILE)) {
      for (Object vector : Json.list(Json.object(Files.readString(FILE)).get("vectors"))) {
        byId.put(String.valueOf(Json.map(vector).get("id")), Json.map(vector));
      }
    }
    byId.forEach((id, recording) -> {
      if (recording.get("inputs") != null
          && inputs(recording).containsKey("mac")
          && !ROOT.equals(inputs(recording).get("password"))) {
        tests.add(DynamicTest.dynamicTest(id, () -> repeat(recording)));
      }
    });
    return tests;
  }

  private void repeat(Map<String, Object> recording) {
    Map<String, @Nullable Object> inputs = inputs(recording);
    String id = String.valueOf(recording.get("id"));
    boolean accepted = String.valueOf(recording.get("notes")).contains("status 0");
    String key = request("aio-auth-ok");
    String password = String.valueOf(recording.get("request"));
    String random = frame(id.replace("password", "random"));
    Map<String, Reply> module =
        Map.of(
            key,
            Reply.ofHex(frame("aio-auth-rx-0")),
            "ffaa170017",
            Reply.ofHex(random),
            password,
            Reply.ofHex(frame(accepted ? "auth-pw-ack" : "auth-pw-nack")));
    FakeTime time = new FakeTime();
    ScriptedConnection link =
        new ScriptedConnection(time)
            .otherwise(request ->
                module.getOrDefault(
                    request,
                    request.startsWith("ffaa1d")
                        ? Reply.ofHex(frame("auth-root-ack"))
                        : Answers.to(request)));
    BoardPassword.Full full =
        new BoardPassword.Full(
            new Secret(String.valueOf(inputs.get("password"))), String.valueOf(inputs.get("mac")));
    BatteryReader reader =
        new BatteryReader(
            Batteries.guarded(Batteries.named("myBattery"), full),
            new ScriptedTransport(time).opens(link),
            RefusedPasswords.inMemory(),
            time,
            new Random(1));

    Throwable thrown = catchThrowable(reader::read);

    if (accepted) {
      assertThat(thrown).isNull();
      assertThat(link.sent())
          .startsWith(key, "ffaa170017", password, "ffaa170017", root(inputs), Answers.READ_BASIC);
    } else {
      assertThat(thrown).hasMessageStartingWith("the board refused the password");
      assertThat(link.sent()).containsExactly(key, "ffaa170017", password);
    }
  }

  /// The recorded root secret with the same random byte.
  private String root(Map<String, @Nullable Object> inputs) {
    return byId.values().stream()
        .filter(it -> it.get("inputs") != null)
        .filter(it -> ROOT.equals(inputs(it).get("password")))
        .filter(it ->
            String.valueOf(inputs(it).get("random")).equals(String.valueOf(inputs.get("random"))))
        .map(it -> String.valueOf(it.get("request")))
        .findAny()
        .orElseThrow();
  }

  private String request(String id) {
    return String.valueOf(recording(id).get("request"));
  }

  private String frame(String id) {
    return String.valueOf(recording(id).get("frame"));
  }

  private Map<String, Object> recording(String id) {
    return Objects.requireNonNull(byId.get(id), id);
  }

  private static Map<String, @Nullable Object> inputs(Map<String, Object> recording) {
    return Json.map(recording.get("inputs"));
  }
}

package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.Secret;
import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {
  private static final String URL = "url: mqtt://broker.example\n";
  @TempDir private Path folder = Path.of("");

  @Test
  void secretShowsStarsOnly() {
    assertThat(new Secret("hunter2")).hasToString("***").returns("hunter2", Secret::reveal);
  }

  @Test
  void passwordProblemsAreExplained() {
    assertThat(Texts.problemsInMqtt(URL + "password: hunter2", Map.of()))
        .containsExactly("6: mqtt.password: a password needs a username beside it");
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: ''", Map.of()))
        .containsExactly(
            "7: mqtt.password: expected a text of 1 to 65535 bytes, found something else");
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: [hunter2]", Map.of()))
        .containsExactly("7: mqtt.password: expected a text of 1 to 65535 bytes, found a list");
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: ${P}", Map.of()))
        .containsExactly("7: mqtt.password: the environment variable P is not set");
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: ${P}", Map.of("P", "")))
        .containsExactly(
            "7: mqtt.password: expected a text of 1 to 65535 bytes, found something else");
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: x\npassword_file: y", Map.of()))
        .containsExactly("8: mqtt.password_file: password is given too; keep one of the two");
  }

  @Test
  void passwordFileProblemsDoNotQuoteThePath() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF});
    assertThat(passwordFile("hunter2")).containsExactly(problem("there is no such file"));
    assertThat(passwordFile("''"))
        .containsExactly(problem("expected the path of a file, found something else"));
    assertThat(passwordFile(empty.toString())).containsExactly(problem("the file is empty"));
    assertThat(passwordFile(binary.toString()))
        .containsExactly(problem("line 1 is not UTF-8; save the file as UTF-8"));
    assertThat(passwordFile(folder.toString()))
        .containsExactly(problem("this is a folder; name a file inside it"));
  }

  private static List<String> passwordFile(String path) {
    return passwordFile(path, Map.of());
  }

  private static List<String> passwordFile(String path, Map<String, String> environment) {
    return Texts.problemsInMqtt(URL + "username: u\npassword_file: " + path, environment);
  }

  private static String problem(String sentence) {
    return "7: mqtt.password_file: " + sentence;
  }

  @Test
  void credentialOfTheServiceManagerComesFirst() throws Exception {
    Files.writeString(folder.resolve("mqtt_password"), "from systemd\n");
    Files.writeString(folder.resolve("other"), "beside\n");
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
    String wrong = "\ncolour: red";
    assertThat(passwordFile("mqtt_password" + wrong, environment))
        .singleElement()
        .asString()
        .contains("colour");
    assertThat(passwordFile("nowhere", environment))
        .containsExactly(problem("there is no such file"));
    assertThat(passwordFile("mqtt_password", Map.of()))
        .containsExactly(problem("there is no such file"));
    assertThat(passwordFile("../other" + wrong, environment))
        .contains(problem("there is no such file"));
  }

  @Test
  void brokerInsideTheProgramTakesNoLogin() {
    String sentence = "the broker inside the program takes no login; remove this key";
    assertThat(Texts.problemsInMqtt("url: 'embedded:'\nusername: u\npassword: hunter2", Map.of()))
        .containsExactly("6: mqtt.username: " + sentence, "7: mqtt.password: " + sentence);
  }

  @Test
  void passwordFileNeedsUsernameToo() throws IOException {
    Path file = Files.writeString(folder.resolve("pass"), "hunter2\n");
    assertThat(Texts.problemsInMqtt(URL + "password_file: " + file, Map.of()))
        .containsExactly("6: mqtt.password_file: a password needs a username beside it");
  }

  @ParameterizedTest
  @CsvSource({
    "rw-rw-rw-, true",
    "rw-r--r--, true",
    "rw-r-----, false",
  })
  void passwordThatOthersMayReadIsWarnedOf(String rights, boolean warned) throws Exception {
    Path pass = Files.writeString(folder.resolve("pass"), "hunter2\n");
    Path file = folder.resolve("c.yaml");
    for (Path open : List.of(file, pass)) {
      Files.writeString(
          file,
          "batteries: [{name: a, address: sim:4s}]\nmqtt: {url: 'mqtt://h', username: u, "
              + (open.equals(pass) ? "password_file: pass}" : "password: hunter2}"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.setPosixFilePermissions(pass, PosixFilePermissions.fromString("rw-------"));
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(rights));
      try (CapturedLog log = CapturedLog.start()) {
        ConfigurationFile.read(file, Map.of(), _ -> Optional.empty());
        assertThat(log.messages("WARN"))
            .isEqualTo(
                warned
                    ? List.of(
                        "%s holds a password, and every user may get at it; chmod o= %s"
                            .formatted(open, open))
                    : List.of());
      }
    }
  }

  @Test
  void passwordElsewhereNeedsNoSecretFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            "batteries: [{name: a, address: sim:4s}]\n"
                + "mqtt: {url: 'mqtt://h', username: u, password: '${P}'}");
    try (CapturedLog log = CapturedLog.start()) {
      ConfigurationFile.read(file, Map.of("P", "hunter2"), _ -> Optional.empty());
      assertThat(log.messages("WARN")).isEmpty();
    }
  }

  @Test
  void valueOfVariableIsNeverQuoted() {
    assertThat(
            Texts.problemsIn(
                "batteries: [{name: '${TOKEN}', address: '${TOKEN}', interval: '${TOKEN}'}]",
                Map.of("TOKEN", "hunter 2")))
        .hasSize(3)
        .noneMatch(line -> line.contains("hunter"))
        .contains(
            "1: batteries[0].name: expected 1 to 64 letters, digits, _ or -, found something else");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: @hunter2",
        "password: *hunter2",
        "password: &hunter2",
        "password: !hunter2 [",
        "password: hunter2: 3",
        "password: 'hunter2",
        "password: \"hunter2\\q\"",
        "password:hunter2",
        "password: [hunter2",
        "password: {hunter2",
        "password: %hunter2",
        "password: |hunter2",
        "\tpassword: hunter2"
      })
  void syntaxProblemNeverQuotesTheFile(String line) {
    assertThat(Texts.problemsInMqtt(URL + line, Map.of()))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("hunter2"));
  }
}

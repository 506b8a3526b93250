package cellwarden.cli.doctor;

import static java.util.stream.Collectors.joining;

import cellwarden.app.Version;
import cellwarden.capture.CaptureLine;
import cellwarden.cli.console.CommandException;
import cellwarden.file.WholeFile;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Configuration;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What somebody needs to help, in one file of text: without secrets, and without the half of a MAC
/// address that tells devices apart.
final class SupportFile {

  private static final Pattern MAC =
      Pattern.compile(
          "(?<![0-9A-Fa-f])([0-9A-Fa-f]{2}([:_-])[0-9A-Fa-f]{2}\\2[0-9A-Fa-f]{2})(\\2[0-9A-Fa-f]{2}){3}(?![0-9A-Fa-f])");

  /// The log of the unit in docs/how-to/run-as-a-service.md.
  private static final List<String> JOURNAL =
      List.of("journalctl", "--unit=cellwarden", "--lines=200", "--no-pager", "--output=short-iso");

  private static final int SHORT = 5;
  private static final File NOTHING = new File("/dev/null");

  private final Path path;
  private final MachineFiles machine;

  /// Tries to make the file, so that trouble is known before the walk.
  ///
  /// @throws IOException if that cannot be done, also where there is such a file
  SupportFile(Path path, MachineFiles machine) throws IOException {
    this.path = path;
    Files.delete(Files.createFile(path));
    this.machine = machine;
  }

  void write(List<Step> steps, List<CaptureLine> dialogue, Optional<Configuration> configuration) {
    List<String> lines = new ArrayList<>();
    lines.add("Cellwarden " + Version.text());
    lines.add(
        "java: " + System.getProperty("java.vm.version") + " " + System.getProperty("os.arch"));
    lines.addAll(machine.facts());
    machine.adapters().forEach(name -> lines.add(name + ": " + machine.device(name)));
    section("Steps", lines);
    for (Step step : steps) {
      lines.add(step.result().mark() + " " + step.name() + ": " + step.sentence());
    }
    configuration.ifPresent(said -> {
      section("Configuration", lines);
      said.batteries().forEach(battery -> lines.add(battery.toString()));
      said.mqtt().ifPresent(mqtt -> lines.add(mqtt.toString()));
      lines.add(said.journal().toString());
    });
    section("Log", lines);
    lines.addAll(tail(JOURNAL));
    section("Dialogue", lines);
    dialogue.forEach(line -> lines.add(line.toString()));
    List<String> secrets = configuration.map(SupportFile::secrets).orElse(List.of());
    try {
      String text = lines.stream().map(line -> masked(line, secrets) + "\n").collect(joining());
      WholeFile.write(path, text);
    } catch (IOException e) {
      throw CommandException.failure(CommandException.unwritable(path, e));
    }
  }

  /// What the service said last, where a service manager keeps it: the program itself keeps no log.
  ///
  /// @param command prints it
  static List<String> tail(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectInput(NOTHING).start();
      byte[] said = process.getInputStream().readAllBytes();
      return new String(said, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of(
          command.getFirst()
              + " does not run here; the log is what 'cellwarden run' writes to its standard error");
    }
  }

  private static void section(String name, List<String> lines) {
    lines.add("");
    lines.add("== " + name);
  }

  private static List<String> secrets(Configuration configuration) {
    return Stream.concat(
            configuration.mqtt().flatMap(MqttConfig::password).stream(),
            configuration.batteries().stream()
                .flatMap(battery ->
                    Stream.concat(
                        battery.pin().stream(),
                        battery.password().map(BoardPassword::secret).stream())))
        .map(Secret::reveal)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  /// A short secret is looked for as a word: its digits may be part of any number.
  static String masked(String line, List<String> secrets) {
    String masked = MAC.matcher(line).replaceAll("$1$2**$2**$2**");
    for (String secret : secrets) {
      String after = secret.length() > SHORT ? "" : "(?![0-9A-Za-z])";
      String before = secret.length() > SHORT ? "" : "(?<![0-9A-Za-z])";
      masked = masked.replaceAll(before + Pattern.quote(secret) + after, "***");
    }
    return masked;
  }
}

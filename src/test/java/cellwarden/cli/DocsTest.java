package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import cellwarden.app.Wiring;
import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Terminal;
import cellwarden.config.ConfigurationFile;
import cellwarden.protocol.register.Protection;
import cellwarden.transport.AddressParser;
import cellwarden.transport.ble.BleTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The pages and the help say what the program does.
final class DocsTest {

  private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern PIPED_TO_DECODE =
      Pattern.compile("echo ([0-9a-f ]+) \\| (?:\\./)?cellwarden frame decode.*");

  @Test
  void everyCommandLineParses() throws IOException {
    List<List<String>> calls =
        shellLines().flatMap(line -> Documentation.calls(line).stream()).toList();
    assertThat(calls).hasSizeGreaterThan(40);
    for (List<String> call : calls) {
      assertThatCode(() -> root().parseArgs(call.toArray(String[]::new)))
          .as("cellwarden " + String.join(" ", call))
          .doesNotThrowAnyException();
      for (String word : call) {
        // To be a battery is by adapter.
        if (word.matches("(ble|serial|tcp|sim):.*") && !call.contains("--listen")) {
          assertThatCode(() -> AddressParser.parse(word)).as(word).doesNotThrowAnyException();
        }
      }
    }
  }

  /// The files as they are, and what the pages show of one, beside a battery where it has none.
  @Test
  void everyExampleOfAConfigurationIsFine(@TempDir Path folder) throws Exception {
    List<String> examples = new ArrayList<>();
    for (String name : List.of("minimal.yaml", "full.yaml")) {
      examples.add(Files.readString(Path.of("examples", name)));
    }
    for (Path page : Documentation.pages()) {
      Matcher block = YAML_BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        if (block.group(1).matches("(?s)(batteries|mqtt|journal|x-\\w+):.*")) {
          examples.add(block.group(1));
        }
      }
    }
    assertThat(examples).hasSizeGreaterThan(9);
    Files.writeString(folder.resolve("mqtt_password"), "hunter2");
    Files.writeString(folder.resolve("battery_pin"), "123456");
    for (String pem : List.of("ca.crt", "cellwarden.crt", "cellwarden.key")) {
      Files.createFile(folder.resolve(pem));
    }
    Files.writeString(folder.resolve("battery_password"), "123456");
    Path file = folder.resolve("cellwarden.yaml");
    for (String example : examples) {
      boolean isWhole = example.contains("batteries:");
      Files.writeString(file, example + (isWhole ? "" : "batteries: [{name: a, address: 'sim:'}]"));
      assertThatCode(() ->
              ConfigurationFile.read(
                  file,
                  Map.of("CREDENTIALS_DIRECTORY", folder.toString(), "BATTERY_PIN", "123456"),
                  Wiring::refusal))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyDecodedExampleIsAWholeFrame() throws IOException {
    List<String> examples =
        shellLines()
            .map(PIPED_TO_DECODE::matcher)
            .filter(Matcher::matches)
            .map(example -> example.group(1))
            .toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      Cli.Result result = Cli.runWithInput(example + "\n", "frame", "decode", "--json");
      assertThat(result.status()).isZero();
      assertThat(result.out()).as(example).endsWith("\"skipped\":[]}\n");
    }
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    for (Path page : Documentation.pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!link.group(1).contains(":")) {
          assertLeadsSomewhere(page, link.group(1), link.group(2));
        }
      }
    }
  }

  private static void assertLeadsSomewhere(Path page, String file, String heading)
      throws IOException {
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    assertThat(target).as("link in " + page).exists();
    if (heading != null) {
      assertThat(
              Files.readString(target)
                  .lines()
                  .filter(line -> line.startsWith("#"))
                  .map(DocsTest::anchor))
          .as("link in " + page)
          .contains(heading);
    }
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\w -]", "")
        .replace(' ', '-');
  }

  @Test
  void theMapHasEveryPage() throws IOException {
    String map = Files.readString(Path.of("docs/README.md"));
    for (Path page : Documentation.pages()) {
      if (page.startsWith("docs") && page.getNameCount() > 2) {
        assertThat(map).contains("(" + Path.of("docs").relativize(page) + ")");
      }
    }
  }

  @Test
  void theCommandsPageHasEveryCommandAndOption() throws IOException {
    String page = Files.readString(Path.of("docs/reference/commands.md"));
    for (CommandLine command : tree(root()).skip(1).toList()) {
      String name = command.getCommandSpec().qualifiedName().replaceFirst("cellwarden ", "");
      Matcher section =
          Pattern.compile("\n##+ `" + name + "`\n(.*?)(\n##|$)", Pattern.DOTALL).matcher(page);
      assertThat(section.find()).as("a section " + name).isTrue();
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (!option.usageHelp()) {
          assertThat(section.group(1)).as(name).contains("`" + option.longestName());
        }
      }
      for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
        assertThat(section.group(1)).as(name).contains(positional.paramLabel());
      }
    }
  }

  @Test
  void theTopicsPageHasEveryField() throws IOException {
    String page = Files.readString(Path.of("docs/reference/topics-and-payloads.md"));
    for (Metric metric : Metric.values()) {
      assertThat(page).contains("| `" + metric.key() + "` | " + metric.unit() + " | ");
    }
    for (Protection protection : Protection.values()) {
      assertThat(page).contains("`" + protection.label() + "`");
    }
  }

  @Test
  void theFaultsPageHasEveryKind() throws IOException {
    String page = Files.readString(Path.of("docs/reference/faults.md"));
    for (Fault.Kind kind : Fault.Kind.values()) {
      assertThat(page).contains("| `" + kind.label() + "` | ");
    }
  }

  @Test
  void theFaultsPageHasEveryTroubleWithBluetooth() throws IOException {
    String page = Files.readString(Path.of("docs/reference/faults.md"));
    for (BleTrouble trouble : BleTrouble.values()) {
      String words = trouble.words().replace("%s", "…");
      String kind = trouble.kind().name().toLowerCase(Locale.ROOT);
      assertThat(page).contains("| %s | `%s` | %s |".formatted(words, kind, trouble.advice()));
    }
  }

  /// Of the pages and of the examples in the help.
  private static Stream<String> shellLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : Documentation.pages()) {
      lines.addAll(Documentation.shellLines(Files.readString(page)));
    }
    tree(root())
        .forEach(
            command -> lines.addAll(List.of(command.getCommandSpec().usageMessage().footer())));
    return lines.stream().map(String::strip);
  }

  private static Stream<CommandLine> tree(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(DocsTest::tree));
  }

  private static CommandLine root() {
    return Commands.all(
        new Console(
            new ByteArrayInputStream(new byte[0]),
            System.out,
            System.err,
            Terminal.NONE,
            Terminal.NONE));
  }
}

package cellwarden.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pages that users read, and the command lines in them.
final class Documentation {

  private static final Pattern WORD =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"|<>;&#]+)|([|<>;&#])");

  private Documentation() {}

  /// All pages: those of `docs/` and those at the top.
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> top = Files.list(Path.of(""))) {
      return Stream.concat(docs, top)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  /// The lines of indented and fenced blocks, but not of those marked `text`, which show output.
  static List<String> shellLines(String page) {
    List<String> lines = new ArrayList<>();
    boolean inBlock = false;
    boolean isOutput = false;
    for (String line : page.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("```")) {
        inBlock = !inBlock;
        isOutput = text.equals("```text");
      } else if (inBlock ? !isOutput : line.startsWith("    ")) {
        lines.add(text.startsWith("$ ") ? text.substring(2) : text);
      }
    }
    return lines;
  }

  /// The arguments of each call of Cellwarden in a line of shell. An explanation may follow behind
  /// a `#` or behind three blanks.
  static List<List<String>> calls(String line) {
    List<List<String>> calls = new ArrayList<>();
    for (List<String> command : commands(line.strip().split(" {3,}", 2)[0])) {
      List<String> words =
          command.getFirst().equals("sudo") ? command.subList(1, command.size()) : command;
      if (words.getFirst().equals("cellwarden") || words.getFirst().equals("./cellwarden")) {
        calls.add(words.subList(1, words.size()));
      }
    }
    return calls;
  }

  /// The commands of a pipe, each as words, without where they read from and write to.
  private static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> current = new ArrayList<>();
    boolean redirected = false;
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String sign = word.group(4);
      if (sign == null) {
        if (!redirected) {
          current.add(
              Stream.of(1, 2, 3)
                  .map(word::group)
                  .filter(text -> text != null)
                  .findFirst()
                  .orElseThrow());
        }
        redirected = false;
      } else if (sign.equals("#")) {
        break;
      } else if (sign.equals("<") || sign.equals(">")) {
        redirected = true;
      } else {
        commands.add(current);
        current = new ArrayList<>();
      }
    }
    commands.add(current);
    return commands.stream().filter(command -> !command.isEmpty()).toList();
  }
}

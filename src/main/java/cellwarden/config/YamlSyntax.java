package cellwarden.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads YAML to nodes that know their lines. The parser's own words may quote the file, and with
/// it a secret; ours never do.
final class YamlSyntax {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setAllowNonScalarKeys(true)
          .setMaxAliasesForCollections(Integer.MAX_VALUE) // nothing is copied
          .build();

  /// The addresses `sim:` and `embedded:` end with a colon, where YAML wants quotes that nobody
  /// thinks of.
  private static final Pattern LONE_SCHEME =
      Pattern.compile("(?m)^([ -]*[a-z_]+: +)([a-z]+:)(?=\\s*(?:#.*)?$)");

  private static final String OTHER =
      "this is not valid YAML; check quotes, colons and the indentation";

  /// Parser's words in lower case, and what to tell the user instead.
  ///
  /// @param atStart whether the place to show is where the unfinished thing began
  private record Rule(String words, boolean atStart, String sentence) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("(tab)", false, "a tab cannot indent; use blanks"),
          new Rule("flow sequence", true, "this [ is not closed, or a comma is missing in it"),
          new Rule("flow mapping", true, "this { is not closed, or a comma is missing in it"),
          new Rule("end of stream", true, "this quotation mark is not closed"),
          new Rule("escape", false, "unknown escape; use single quotes to keep a backslash"),
          new Rule(
              "mapping values are not allowed",
              false,
              "a colon too many, or a wrong indentation; quote a value that holds a colon"),
          new Rule(
              "cannot start any token", false, "a value cannot start like this; put it in quotes"),
          new Rule(
              "alias", false, "a value that starts with * refers to another; put it in quotes"),
          new Rule("anchor", false, "a value that starts with & names another; put it in quotes"),
          new Rule("scanning a tag", false, "a value cannot start like this; put it in quotes"),
          new Rule("another document", false, "a second document starts here; remove the ---"),
          new Rule("<block end>", false, "this line does not line up; check its indentation"),
          new Rule(
              "could not find expected ':'",
              true,
              "this key has no value; write it like key: value, with a blank after the colon"));

  private YamlSyntax() {}

  /// The top node; empty for a file without content or with a problem.
  static Optional<Node> parse(String text, Problems problems) {
    try {
      return new Compose(SETTINGS).composeString(LONE_SCHEME.matcher(text).replaceAll("$1'$2'"));
    } catch (MarkedYamlEngineException e) {
      explain(e, problems);
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      Mark place = new Mark("", 0, line, 0, new int[0], 0);
      problems.add(Optional.of(place), "", "a control character; remove it");
    } catch (StackOverflowError _) {
      problems.add(Optional.empty(), "", "nested too deeply; this is no configuration");
    } catch (YamlEngineException _) {
      problems.add(Optional.empty(), "", OTHER);
    }
    return Optional.empty();
  }

  private static void explain(MarkedYamlEngineException e, Problems problems) {
    String words = (e.getContext() + " " + e.getProblem()).toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (words.contains(rule.words())) {
        Optional<Mark> start = rule.atStart() ? e.getContextMark() : Optional.empty();
        problems.add(start.or(e::getProblemMark), "", rule.sentence());
        return;
      }
    }
    problems.add(e.getProblemMark(), "", OTHER);
  }
}

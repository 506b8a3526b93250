package cellwarden.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The entries of one YAML mapping, and the values of its keys. What is wrong goes to [Problems];
/// the caller gets a stand-in and goes on, so that one run finds every mistake.
final class YamlSection {
  /// A text with environment variables in it.
  static final String REFERENCE_PATTERN = "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}";

  /// Keys that begin so are the user's own, as in compose files.
  static final String FREE_PREFIX = "x-";

  private static final String MERGE = "<<";

  /// By such keys other programs stop to check certificates.
  private static final Pattern UNVERIFIED =
      Pattern.compile("(?i)insecure|verif|unauthori[sz]ed|check_?host|trust_?all|skip_?tls");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)?}?");

  private final String path;
  private final Node node;
  private final Map<String, String> environment;
  private final Problems problems;
  private final Map<String, Node> values = new HashMap<>();
  private final Set<Key<?>> standIns = new HashSet<>();
  private final Set<Node> taken = Collections.newSetFromMap(new IdentityHashMap<>());

  /// The entries of a mapping that has these keys; the first of them is its example.
  static YamlSection of(
      List<Key<?>> keys,
      String path,
      Node node,
      Map<String, String> environment,
      Problems problems) {
    String example =
        "\"%s: %s\"".formatted(keys.getFirst().name(), keys.getFirst().samples().getFirst());
    List<String> known = keys.stream().<String>map(Key::name).toList();
    return new YamlSection(path, node, known, example, environment, problems);
  }

  /// Takes over the entries, and complains about those that are unknown or come twice, and about a
  /// node that has no entries at all.
  ///
  /// @param path of the mapping, such as `batteries[0]`; empty for the whole file
  /// @param known its keys
  /// @param example how its first entry might look
  /// @param environment what `${NAME}` stands for
  YamlSection(
      String path,
      Node node,
      List<String> known,
      String example,
      Map<String, String> environment,
      Problems problems) {
    this.path = path;
    this.node = node;
    this.environment = environment;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      take(mapping, known);
    } else {
      problems.add(
          node.getStartMark(), path, "expected keys such as " + example + ", found " + kind(node));
    }
  }

  /// One of which it is known already that it is missing: gives stand-ins, and complains to nobody.
  static YamlSection absent(Map<String, String> environment) {
    MappingNode nothing = new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
    return new YamlSection("", nothing, List.of(), "", environment, new Problems(""));
  }

  /// What stands here itself goes before what is merged in (`<<`), whose first mapping goes before
  /// the next.
  private void take(MappingNode mapping, List<String> known) {
    if (!taken.add(mapping)) {
      return;
    }
    Map<String, Integer> lines = new HashMap<>();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        problems.add(key.getStartMark(), path, "a key must be a plain word");
        continue;
      }
      String name = scalar.getValue();
      Integer first = lines.putIfAbsent(name, line(Optional.of(key)));
      if (first != null) {
        problems.add(key.getStartMark(), pathOf(name), "given twice, first on line " + first);
      } else if (known.contains(name)) {
        values.putIfAbsent(name, entry.getValueNode());
      } else if (name.equals(MERGE)) {
        merged.add(entry.getValueNode());
      } else if (!name.startsWith(FREE_PREFIX)) {
        problems.add(key.getStartMark(), pathOf(name), unknown(name, known));
      }
    }
    merged.forEach(node -> merge(node, known));
  }

  private void merge(Node node, List<String> known) {
    switch (node) {
      case MappingNode mapping -> take(mapping, known);
      case SequenceNode several when taken.add(several) ->
          several.getValue().forEach(one -> merge(one, known));
      case SequenceNode _ -> {}
      default ->
          problems.add(
              node.getStartMark(),
              pathOf(MERGE),
              "expected keys to merge in, such as *usual, found " + kind(node));
    }
  }

  private static String unknown(String name, List<String> known) {
    if (known.contains(Keys.CA_FILE.name()) && UNVERIFIED.matcher(name).find()) {
      return "unknown key; the broker's certificate is always checked, so name the authority that signed it with "
          + Keys.CA_FILE.name();
    }
    return "unknown key; "
        + Nearest.to(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known keys are " + String.join(", ", known));
  }

  Optional<Node> node(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(Key<?> key) {
    return values.containsKey(key.name());
  }

  /// Complains about a key that is not there, unless there is none at all.
  void missing(String name, String advice) {
    if (node instanceof MappingNode) {
      problems.add(node.getStartMark(), pathOf(name), "missing; " + advice);
    }
  }

  /// The value of a key that must be there or has a default.
  <T> T value(Key<T> key) {
    if (key.required() && !has(key)) {
      missing(key.name(), "expected " + key.type().expected());
    }
    Optional<T> value = find(key);
    if (value.isEmpty()) {
      standIns.add(key);
    }
    return value.orElseGet(key::sample);
  }

  /// Whether [#value(Key)] gave what the file says, and neither a default nor a stand-in.
  boolean isOwn(Key<?> key) {
    return !standIns.contains(key);
  }

  /// Whether a key that has a default is there with a value that cannot be used.
  boolean isWrong(Key<?> key) {
    return has(key) && !isOwn(key);
  }

  /// Whether what is there stands there itself, and not in an environment variable.
  boolean isLiteral(Key<?> key) {
    return node(key.name())
        .filter(
            node -> node instanceof ScalarNode text && !REFERENCE.matcher(text.getValue()).find())
        .isPresent();
  }

  /// The value of a key that may be left out; also empty when it is wrong.
  <T> Optional<T> find(Key<T> key) {
    return node(key.name()).flatMap(value -> read(key, value));
  }

  private <T> Optional<T> read(Key<T> key, Node value) {
    ValueType<T> type = key.type();
    if (!(value instanceof ScalarNode scalar) || isNothing(value)) {
      complain(key, "expected " + type.expected() + ", found " + kind(value));
      return Optional.empty();
    }
    boolean mayQuote = true;
    try {
      String text = expand(scalar.getValue());
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw new ValueException("this holds half a character (a lone surrogate); remove it");
      }
      mayQuote = !type.secret() && text.equals(scalar.getValue());
      return Optional.of(type.parse(text));
    } catch (ValueException e) {
      complain(
          key,
          mayQuote ? e.getMessage() : "expected " + type.expected() + ", found something else");
      return Optional.empty();
    }
  }

  /// The text with its variables replaced; what a variable holds is taken as it is.
  private String expand(String text) throws ValueException {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (reference.find()) {
      String name = reference.group(1);
      if (name == null || !reference.group().endsWith("}")) {
        throw new ValueException("${ begins an environment variable; write it like ${NAME}");
      }
      String value = environment.get(name);
      if (value == null) {
        throw new ValueException("the environment variable " + name + " is not set");
      }
      reference.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return reference.appendTail(expanded).toString();
  }

  /// Reports a problem with the value of a key that is there.
  void complain(Key<?> key, String sentence) {
    complain(key.name(), sentence);
  }

  void complain(String name, String sentence) {
    problems.add(node(name).flatMap(Node::getStartMark), pathOf(name), sentence);
  }

  /// The line of the value of a key that is there, from 1.
  int line(Key<?> key) {
    return line(node(key.name()));
  }

  private static int line(Optional<Node> node) {
    return node.flatMap(Node::getStartMark).map(Mark::getLine).orElse(0) + 1;
  }

  /// Whether a file has a section.
  static boolean hasKey(Node file, Key.Section section) {
    return file instanceof MappingNode mapping
        && mapping.getValue().stream()
            .map(NodeTuple::getKeyNode)
            .anyMatch(
                key -> key instanceof ScalarNode name && name.getValue().equals(section.key()));
  }

  /// Whether a node is a key without a value, or a file without content.
  static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /// What a node is, in words.
  static String kind(Node node) {
    return switch (node.getNodeType()) {
      case SCALAR -> isNothing(node) ? "nothing" : "a single value";
      case SEQUENCE -> "a list";
      case MAPPING -> "keys with values";
      case ANCHOR -> "a reference";
    };
  }

  private String pathOf(String name) {
    String word = ValueException.shown(name);
    return path.isEmpty() ? word : path + "." + word;
  }
}

package cellwarden.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The entries of one YAML mapping, and the values of its keys. What is wrong goes to [Problems];
/// the caller gets a stand-in and goes on, so that one run finds every mistake.
final class Settings {
  private final String path;
  private final Optional<Mark> place;
  private final Environment environment;
  private final Problems problems;
  private final Map<String, Node> values = new HashMap<>();
  private final Set<Key<?>> standIns = new HashSet<>();
  private boolean expectsRequired = true;

  /// @param path of the mapping, such as `batteries[0]`; empty for the whole file
  /// @param place to show where a key is missing
  Settings(String path, Optional<Mark> place, Environment environment, Problems problems) {
    this.path = path;
    this.place = place;
    this.environment = environment;
    this.problems = problems;
  }

  /// Takes over the entries, and complains about those that are unknown or come twice.
  Settings with(MappingNode mapping, List<String> known) {
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        problems.add(key.getStartMark(), path, "a key must be a plain word");
        continue;
      }
      String name = scalar.getValue();
      int line = key.getStartMark().map(Mark::getLine).orElse(0) + 1;
      Integer first = lines.putIfAbsent(name, line);
      if (first != null) {
        problems.add(key.getStartMark(), pathOf(name), "given twice, first on line " + first);
      } else if (known.contains(name)) {
        values.put(name, entry.getValueNode());
      } else {
        problems.add(key.getStartMark(), pathOf(name), unknown(name, known));
      }
    }
    return this;
  }

  /// Stops complaints about missing keys, where the settings as a whole have been complained about.
  Settings closed() {
    expectsRequired = false;
    return this;
  }

  private static String unknown(String name, List<String> known) {
    return "unknown key; "
        + Nearest.to(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known keys are " + String.join(", ", known));
  }

  Optional<Node> node(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The value of a key that must be there or has a default.
  <T> T value(Key<T> key) {
    if (expectsRequired && key.required() && !values.containsKey(key.name())) {
      problems.add(place, pathOf(key.name()), "missing; expected " + key.type().expected());
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

  /// The value of a key that may be left out; also empty when it is wrong.
  <T> Optional<T> find(Key<T> key) {
    return node(key.name()).flatMap(node -> read(key, node));
  }

  private <T> Optional<T> read(Key<T> key, Node node) {
    ValueType<T> type = key.type();
    if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
      complain(key, "expected " + type.expected() + ", found " + kind(node));
      return Optional.empty();
    }
    String text;
    try {
      text = environment.expand(scalar.getValue());
    } catch (ValueException e) {
      complain(key, e.getMessage());
      return Optional.empty();
    }
    try {
      return Optional.of(type.parse(text));
    } catch (ValueException e) {
      boolean mayQuote = !type.secret() && text.equals(scalar.getValue());
      complain(
          key,
          mayQuote ? e.getMessage() : "expected " + type.expected() + ", found something else");
      return Optional.empty();
    }
  }

  /// Reports a problem with the value of a key that is there.
  void complain(Key<?> key, String sentence) {
    problems.add(node(key.name()).flatMap(Node::getStartMark), pathOf(key.name()), sentence);
  }

  /// Whether a node is a key without a value, or a file without content.
  static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /// The line of the value of a key that is there, from 1.
  int line(Key<?> key) {
    return node(key.name()).flatMap(Node::getStartMark).map(Mark::getLine).orElse(0) + 1;
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
    return path.isEmpty() ? Quoted.word(name) : path + "." + Quoted.word(name);
  }
}

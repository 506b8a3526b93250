package cellwarden.config;

import cellwarden.config.Key.Section;
import cellwarden.settings.Configuration;
import cellwarden.settings.IngestConfig;
import cellwarden.transport.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/// Finds the configuration file, and reads it.
public final class ConfigurationFile {
  private static final String NAME = "cellwarden.yaml";
  private static final String VARIABLE = "CELLWARDEN_CONFIG";

  private static final String MAKE_ONE = "; make one with \"cellwarden config init\"";

  private static final String INGEST_NEEDS = "; it needs the sections mqtt and database";

  private ConfigurationFile() {}

  /// The file to read: the one named by `-c`, else the one in `$CELLWARDEN_CONFIG`, else the first
  /// that exists of `cellwarden.yaml` in the working folder, in the user's configuration folder
  /// (`$XDG_CONFIG_HOME` or `~/.config`) and in `/etc/cellwarden`.
  ///
  /// @param named what `-c` says
  /// @param workingFolder an empty path gives messages with short names
  /// @return a file that was named need not exist; reading it tells
  /// @throws ConfigurationException when there is none; it says where it looked and how to make one
  public static Path find(Optional<Path> named, Map<String, String> environment, Path workingFolder)
      throws ConfigurationException {
    return find(named, environment, workingFolder, Path.of("/etc/cellwarden"));
  }

  static Path find(
      Optional<Path> named, Map<String, String> environment, Path workingFolder, Path systemFolder)
      throws ConfigurationException {
    if (named.isPresent()) {
      return workingFolder.resolve(named.get());
    }
    Optional<Path> fromVariable = pathIn(environment, VARIABLE).map(workingFolder::resolve);
    if (fromVariable.isPresent()) {
      return existing(fromVariable.get());
    }
    List<Path> places = new ArrayList<>();
    places.add(workingFolder.resolve(NAME));
    userFolder(environment).ifPresent(folder -> places.add(folder.resolve(NAME)));
    places.add(systemFolder.resolve(NAME));
    for (Path place : places) {
      if (Files.exists(place) && !Files.isDirectory(place)) {
        return place;
      }
    }
    throw new ConfigurationException(
        "no configuration: looked for "
            + places.stream().map(Path::toString).collect(Collectors.joining(", "))
            + MAKE_ONE
            + " or name one with -c");
  }

  private static Path existing(Path file) throws ConfigurationException {
    if (Files.notExists(file)) {
      throw new ConfigurationException(
          file + ": there is no such file; the environment variable " + VARIABLE + " names it");
    }
    return file;
  }

  /// The XDG rules: an empty or relative `XDG_CONFIG_HOME` does not count.
  private static Optional<Path> userFolder(Map<String, String> environment) {
    return pathIn(environment, "XDG_CONFIG_HOME")
        .filter(Path::isAbsolute)
        .or(() -> pathIn(environment, "HOME").map(home -> home.resolve(".config")))
        .map(folder -> folder.resolve("cellwarden"));
  }

  private static Optional<Path> pathIn(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }

  /// Reads and checks the whole file.
  ///
  /// @param file is named in messages just as it is given here
  /// @param environment what `${NAME}` stands for
  /// @param refusal says why no battery can be reached at an address that is right in form
  /// @throws ConfigurationException with every problem in it
  public static Configuration read(
      Path file, Map<String, String> environment, Function<Address, Optional<String>> refusal)
      throws ConfigurationException {
    if (Files.notExists(file)) {
      throw new ConfigurationException(file + ": there is no such file" + MAKE_ONE);
    }
    try {
      return parse(SourceText.read(file), file, environment, refusal);
    } catch (ValueException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    }
  }

  /// Checks a text as if it stood in `file`, which need not exist.
  ///
  /// @throws ConfigurationException with every problem in it
  public static Configuration parse(
      String text,
      Path file,
      Map<String, String> environment,
      Function<Address, Optional<String>> refusal)
      throws ConfigurationException {
    return parse(
        text,
        file,
        MAKE_ONE,
        (top, problems) -> new ConfigurationMapper(file, environment, refusal, problems).map(top));
  }

  /// Reads and checks the whole file of `ingest`.
  ///
  /// @param file is named in messages just as it is given here
  /// @param environment what `${NAME}` stands for
  /// @throws ConfigurationException with every problem in it
  public static IngestConfig readIngest(Path file, Map<String, String> environment)
      throws ConfigurationException {
    try {
      return parse(
          SourceText.read(file),
          file,
          INGEST_NEEDS,
          (top, problems) -> new IngestMapper(file, environment, problems).map(top));
    } catch (ValueException e) {
      throw new ConfigurationException(file + ": " + e.getMessage());
    }
  }

  /// Whether a file is meant for `ingest`: it has a section of its own, and no batteries.
  public static boolean isOfIngest(Path file) {
    try {
      Optional<Node> top = YamlSyntax.parse(SourceText.read(file), new Problems(file.toString()));
      return top.filter(node ->
              !YamlSection.hasKey(node, Section.BATTERIES)
                  && (YamlSection.hasKey(node, Section.DATABASE)
                      || YamlSection.hasKey(node, Section.METRICS)))
          .isPresent();
    } catch (ValueException e) {
      return false;
    }
  }

  private static <T> T parse(
      String text, Path file, String advice, BiFunction<Node, Problems, T> mapper)
      throws ConfigurationException {
    Problems problems = new Problems(file.toString());
    Optional<Node> top = YamlSyntax.parse(text, problems);
    problems.throwIfAny();
    if (top.isEmpty() || YamlSection.isNothing(top.get())) {
      throw new ConfigurationException(file + ": the file is empty" + advice);
    }
    T configuration = mapper.apply(top.get(), problems);
    problems.throwIfAny();
    return configuration;
  }
}

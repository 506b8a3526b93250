package cellwarden;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./cellwarden` with a Java and a Maven that are scripts: the first writes down what it was
/// started with.
final class LauncherTest {

  private static final String PREPARING =
      "cellwarden: preparing quick starts (about ten seconds, only now) ...";

  /// Makes a cache when it is asked to, in the manner that the file `manner` says.
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        *AOTMode=create*)
          eval "$(cat "$HOME/manner" 2>/dev/null)"
          touch cache
          ;;
        *AOTMode=record*) ;;
        *) echo "$*" >>"$HOME/starts" ;;
      esac
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>"$HOME/builds"
      touch target/cellwarden.jar
      """;

  @TempDir Path folder;

  private Path home;
  private Path checkout;
  private Path jar;
  private Path shared;
  private Path own;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    checkout = Files.createDirectory(folder.resolve("checkout"));
    copy("cellwarden");
    try (Stream<Path> parts = Files.list(Path.of("src/main/sh"))) {
      for (Path part : parts.toList()) {
        copy(part.toString());
      }
    }
    script("java/bin/java", JAVA);
    script("java/bin/javac", "#!/bin/sh\n");
    script("bin/mvn", MAVEN);
    Files.writeString(
        folder.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25+1\"\n");
    jar = checkout.resolve("target/cellwarden.jar");
    shared = checkout.resolve("target/start-up");
    own = home.resolve(".cache/cellwarden");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void eachSetOfOptionsHasAStartUpCacheOfItsOwn() throws Exception {
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(start(Map.of("CELLWARDEN_JAVA_OPTIONS", "-Done=1"))).isEqualTo(PREPARING);

    assertThat(start(Map.of())).isEmpty();
    assertThat(start(Map.of("CELLWARDEN_JAVA_OPTIONS", " -Done=1\n"))).isEmpty();

    assertThat(names(shared, ".aot")).hasSize(2);
    assertThat(cacheOf(0)).startsWith(shared.toString()).isEqualTo(cacheOf(2));
    assertThat(cacheOf(1)).startsWith(shared.toString()).isEqualTo(cacheOf(3));
    assertThat(cacheOf(0)).isNotEqualTo(cacheOf(1));
  }

  @Test
  void cacheWhoseMakingWasKilledIsMadeAtTheNextStart() throws Exception {
    manner("touch cache; kill -9 $$");
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(cacheOf(0)).isEmpty();
    assertThat(names(shared, ".aot")).isEmpty();

    manner("");
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(cacheOf(1)).isNotEmpty();
  }

  @Test
  void startThatIsKilledWhileItMakesACacheLeavesNone() throws Exception {
    manner("touch cache; touch \"$HOME/making\"; exec sleep 600");
    Process killed = process(Map.of()).redirectErrorStream(true).start();
    Guard.await("the cache", () -> Files.exists(home.resolve("making")));
    List<ProcessHandle> all =
        Stream.concat(Stream.of(killed.toHandle()), killed.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : all) {
      process.onExit().get(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(names(shared, ".aot")).isEmpty();
    assertThat(names(shared, ".key")).isEmpty();

    manner("");
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(cacheOf(0)).isNotEmpty();
  }

  @Test
  void cacheThatCannotBeMadeIsNotTriedAgainForTheSameJar() throws Exception {
    manner("touch cache; exit 1");
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(start(Map.of())).isEmpty();
    assertThat(cacheOf(1)).isEmpty();
    assertThat(names(shared, ".aot")).isEmpty();
  }

  @Test
  void newJarForgetsTheCachesOfTheOldOne() throws Exception {
    start(Map.of());
    start(Map.of("CELLWARDEN_JAVA_OPTIONS", "-Done=1"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    start(Map.of());
    assertThat(names(shared, ".aot")).hasSize(1);
  }

  @Test
  void optionsThatChangeWithEachStartDoNotFillTheDisk() throws Exception {
    for (int i = 0; i < 12; i++) {
      start(Map.of("CELLWARDEN_JAVA_OPTIONS", "-Dchanging=" + i));
    }
    assertThat(names(shared, ".aot")).hasSize(8);
    assertThat(cacheOf(11)).isNotEmpty();
  }

  @Test
  void whoCannotWriteToTheCheckoutHasACacheOfTheirOwn() throws Exception {
    Files.createFile(shared);
    assertThat(start(Map.of())).isEqualTo(PREPARING);
    assertThat(start(Map.of())).isEmpty();
    assertThat(cacheOf(1)).startsWith(own.toString());
  }

  @Test
  void whoCanWriteNowhereGoesWithoutACacheAndWithoutAWord() throws Exception {
    Files.createFile(shared);
    Files.createFile(home.resolve(".cache"));
    assertThat(start(Map.of())).isEmpty();
    assertThat(cacheOf(0)).isEmpty();
  }

  @Test
  void withoutCachesNoneIsMade() throws Exception {
    assertThat(start(Map.of("CELLWARDEN_AOT", "off"))).isEmpty();
    assertThat(cacheOf(0)).isEmpty();
    assertThat(shared).doesNotExist();
  }

  @Test
  void buildThatDidNotEndIsDoneAgain() throws Exception {
    Files.createFile(checkout.resolve("pom.xml"));
    Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
    try (Stream<Path> sources = Files.walk(checkout.resolve("src"))) {
      sources.forEach(source -> assertThat(source.toFile().setLastModified(0)).isTrue());
    }
    start(Map.of("CELLWARDEN_AOT", "off"));
    assertThat(home.resolve("builds")).doesNotExist();

    Files.createFile(checkout.resolve("target/launcher.building"));
    start(Map.of("CELLWARDEN_AOT", "off"));
    start(Map.of("CELLWARDEN_AOT", "off"));
    assertThat(home.resolve("builds")).hasContent("built");
  }

  /// A real Java says which characters a path may have.
  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
  void pathsMayHoldAnyLetterWhateverTheLocale(String locale) throws Exception {
    script(
        "java/bin/java",
        "#!/bin/sh\nexec '%s/bin/java' -XshowSettings:properties -version\n"
            .formatted(System.getProperty("java.home")));

    assertThat(start(Map.of("LC_ALL", locale, "CELLWARDEN_AOT", "off")))
        .containsPattern("sun.jnu.encoding = UTF-8");
  }

  @Test
  void refusesAFolderThatHoldsNoJava() throws Exception {
    Process process = process(Map.of("CELLWARDEN_JAVA_HOME", "/nope")).start();
    assertThat(said(process))
        .isEqualTo(
            "cellwarden: finds no Java 25 or newer in CELLWARDEN_JAVA_HOME=/nope: "
                + "set it to the home of one, or unset it.");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void whatIsMissingIsSaidInOneSentence() throws Exception {
    String wants = "find_java() { return 1; }; find_maven() { return 1; }; provide_tools javac";
    assertThat(wanting(wants, "apt-get", "apt-cache", "id", "sudo"))
        .isEqualTo(
            "x: needs a JDK 25 or newer and Maven: sudo apt install openjdk-25-jdk-headless maven.");
    assertThat(wanting(wants, "apt-get", "apt-cache", "id"))
        .isEqualTo(
            "x: needs a JDK 25 or newer and Maven: "
                + "as root, apt install openjdk-25-jdk-headless maven.");
    assertThat(wanting(wants, "apt-get", "id", "sudo"))
        .isEqualTo(
            "x: needs a JDK 25 or newer and Maven: apt has no openjdk-25-jdk-headless here, so take "
                + "Temurin 25 from adoptium.net and set CELLWARDEN_JAVA_HOME to its folder, "
                + "and sudo apt install maven.");
    assertThat(wanting(wants, "id"))
        .isEqualTo(
            "x: needs a JDK 25 or newer and Maven: install it with the package manager of this "
                + "system (in Debian: openjdk-25-jdk-headless maven), or Java as Temurin 25 from "
                + "adoptium.net with CELLWARDEN_JAVA_HOME set to its folder.");
  }

  /// What the functions of the scripts say where of all programs only these are there: an `id` of
  /// an ordinary user, others that do nothing.
  private String wanting(String commands, String... programs) throws Exception {
    Path bin = Files.createTempDirectory(folder, "bin");
    for (String program : programs) {
      script(bin.resolve(program).toString(), "#!/bin/sh\necho 1000\n");
    }
    String body =
        "here=%s script=x; . src/main/sh/tools.sh; . src/main/sh/packages.sh; PATH=%s; "
                .formatted(checkout, bin)
            + "apt_has_lists() { :; }; "
            + commands;
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", body).directory(checkout.toFile());
    builder.environment().put("CELLWARDEN_INSTALL", "no");
    builder.environment().remove("CELLWARDEN_JAVA_HOME");
    return said(builder.start());
  }

  /// Starts it, and returns what it said.
  private String start(Map<String, String> environment) throws Exception {
    Process process = process(environment).start();
    String said = said(process);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private ProcessBuilder process(Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("cellwarden").toString(), "--version");
    Map<String, String> all = builder.environment();
    all.keySet().removeIf(name -> name.startsWith("CELLWARDEN_") || name.startsWith("XDG_"));
    all.put("HOME", home.toString());
    all.put("PATH", folder.resolve("bin") + ":" + all.get("PATH"));
    all.put("CELLWARDEN_JAVA_HOME", folder.resolve("java").toString());
    all.putAll(environment);
    return builder;
  }

  private static String said(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /// The cache that a start used, or nothing.
  private String cacheOf(int start) throws IOException {
    String option = "-XX:AOTCache=";
    return Stream.of(Files.readAllLines(home.resolve("starts")).get(start).split(" "))
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst()
        .orElse("");
  }

  private void manner(String commands) throws IOException {
    Files.writeString(home.resolve("manner"), commands);
  }

  private static List<String> names(Path folder, String ending) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.endsWith(ending))
          .forEach(names::add);
    }
    return names;
  }

  private void copy(String name) throws IOException {
    Path to = checkout.resolve(name);
    Files.createDirectories(to.getParent());
    Files.copy(Path.of(name), to);
    assertThat(to.toFile().setExecutable(true)).isTrue();
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}

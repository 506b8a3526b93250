package cellwarden.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program as users run it: the jar, in a JVM of its own.
public final class Program {

  /// What the launcher sets, as far as it changes behaviour.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-Xmx24m",
          "-Xmn2m",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.allocator.type=unpooled",
          "-Dio.netty.eventLoopThreads=1");

  /// A shell lets what it starts in the background ignore SIGINT, and so would its children.
  private static final List<String> LIKE_A_TERMINAL = List.of("env", "--default-signal=INT");

  private Program() {}

  /// Starts a command in a folder that is also its home, so that nothing of this machine's user is
  /// found.
  public static Child start(Path folder, String... args) throws IOException {
    return Child.start(builder(folder, List.of(), args));
  }

  /// The command with something in front, such as a tracer.
  public static ProcessBuilder builder(Path folder, List<String> front, String... args) {
    List<String> command = new ArrayList<>(front);
    command.addAll(LIKE_A_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-jar", Path.of("target/cellwarden.jar").toAbsolutePath().toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", folder.toString());
    environment.remove("XDG_CONFIG_HOME");
    environment.remove("CELLWARDEN_CONFIG");
    return builder;
  }

  /// A battery for others to connect to; it listens when this returns.
  ///
  /// @param args of `simulate`, without the address
  public static Child simulator(Path folder, int port, String... args)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("simulate", "--listen", "tcp:127.0.0.1:" + port));
    all.addAll(List.of(args));
    return Child.startUntil(
        builder(folder, List.of(), all.toArray(String[]::new)),
        line -> line.startsWith("listening on "));
  }
}

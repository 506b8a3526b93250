package cellwarden.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program as users run it: the jar, in a JVM of its own.
///
/// `-Dit.java.delay=20s` lets each start take so much longer, as a slow machine does; no test may
/// fail for it.
public final class Program {

  /// What the launcher reads too.
  private static final Path OPTIONS = Path.of("src/main/sh/jvm.options").toAbsolutePath();

  /// A shell lets what it starts in the background ignore SIGINT, and so would its children.
  private static final List<String> LIKE_A_TERMINAL = List.of("env", "--default-signal=INT");

  private Program() {}

  /// Starts a command in a folder that is also its home, so that nothing of this machine's user is
  /// found.
  public static Child start(Path folder, String... args) throws IOException {
    return Child.start(builder(folder, List.of(), args));
  }

  /// Starts the demo and returns when its broker listens. Only one starts at a time: two could find
  /// the usual port free and want it both.
  public static Child demo(Path folder, List<String> front, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(options));
    return demo(builder(folder, front, all.toArray(String[]::new)));
  }

  /// The same with a command that was made ready.
  public static Child demo(ProcessBuilder builder) throws IOException, InterruptedException {
    return Ports.aloneAtUsual(() -> Child.startThenAwait(builder, line -> !line.isEmpty()));
  }

  /// The command with something in front, such as a tracer.
  public static ProcessBuilder builder(Path folder, List<String> front, String... args) {
    List<String> command = new ArrayList<>(front);
    command.addAll(Delay.of("it.java.delay"));
    command.addAll(LIKE_A_TERMINAL);
    String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> java = List.of(program, "@" + OPTIONS);
    Path jar = Path.of("target/cellwarden.jar").toAbsolutePath();
    command.addAll(java);
    command.addAll(StartCache.options(java, jar));
    command.addAll(List.of("-jar", jar.toString()));
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
    Child simulator = startSimulator(folder, port, args);
    boolean listening = false;
    try {
      awaitListening(simulator);
      listening = true;
      return simulator;
    } finally {
      if (!listening) {
        simulator.close();
      }
    }
  }

  /// Starts such a battery without waiting for it, where there are several.
  public static Child startSimulator(Path folder, int port, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("simulate", "--listen", "tcp:127.0.0.1:" + port));
    all.addAll(List.of(args));
    return Child.start(
        builder(folder, List.of(), all.toArray(String[]::new)).redirectErrorStream(true));
  }

  /// Waits until a simulated battery listens.
  public static void awaitListening(Child simulator) throws InterruptedException {
    simulator.awaitOut(line -> line.startsWith("listening on "));
  }
}

package cellwarden.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real PostgreSQL of Debian in processes of its own, on the loopback interface. Without the
/// package `postgresql` the test is skipped.
public final class Postgres implements AutoCloseable {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER = "cellwarden";

  private final Path programs;
  private final Path folder;
  private final int port;
  private Child server;

  private Postgres(Path programs, Path folder, int port, Child server) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.server = server;
  }

  /// Makes a cluster and starts it.
  public static Postgres start() throws IOException, InterruptedException {
    Path programs = programs();
    Path folder = Path.of(say("mktemp", "-d", "/tmp/cellwarden-postgres-XXXXXX"));
    say(
        programs.resolve("initdb").toString(),
        "-D",
        folder.resolve("data").toString(),
        "-U",
        USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    int port = Ports.free();
    return new Postgres(programs, folder, port, serve(programs, folder, port));
  }

  private static Path programs() throws IOException {
    Optional<Path> found = Optional.empty();
    if (Files.isDirectory(VERSIONS)) {
      try (Stream<Path> versions = Files.list(VERSIONS)) {
        found =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Comparator.naturalOrder());
      }
    }
    assumeTrue(found.isPresent(), "there is no PostgreSQL on this machine");
    return found.orElseThrow();
  }

  private static Child serve(Path programs, Path folder, int port)
      throws IOException, InterruptedException {
    List<String> command =
        command(
            programs.resolve("postgres").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-p",
            Integer.toString(port),
            "-k",
            folder.toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "log_min_messages=warning",
            "-c",
            "fsync=off");
    return Child.startUntil(
        new ProcessBuilder(command).directory(folder.getRoot().toFile()),
        line -> line.contains("ready to accept connections"));
  }

  /// PostgreSQL refuses to run as root.
  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(
          List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    }
    command.addAll(List.of(words));
    return command;
  }

  /// Runs a program to its end, and gives its first line.
  private static String say(String... words) throws IOException, InterruptedException {
    try (Child child =
        Child.start(new ProcessBuilder(command(words)).directory(Path.of("/").toFile()))) {
      if (child.await() != 0) {
        throw new AssertionError("failed: " + child);
      }
      return child.out().getFirst();
    }
  }

  /// Makes an empty database.
  ///
  /// @return its JDBC URL
  public String database(String name) throws SQLException {
    run(url("postgres"), "create database " + name);
    return url(name);
  }

  private String url(String name) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /// The user who may do all.
  public static String user() {
    return USER;
  }

  /// Runs a statement.
  public static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// The rows of a question, the columns of each joined by a bar.
  public static List<String> ask(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join("|", line));
      }
      return lines;
    }
  }

  /// Ends it as a power cut would.
  public void kill() throws IOException, InterruptedException {
    server.signal("QUIT");
    server.await();
  }

  /// Starts it again.
  public void again() throws IOException, InterruptedException {
    server = serve(programs, folder, port);
  }

  @Override
  public void close() throws IOException {
    try {
      if (server.isAlive()) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `setup` at a real terminal, with a battery that another process serves.
final class SetupIT {

  /// Types each answer once its question stands there, and prints all that the terminal shows.
  private static final String PERSON =
      """
      import os, pty, sys
      answers, command = sys.argv[1].split('|'), sys.argv[2:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp(command[0], command)
      seen = shown = b''
      while True:
          try:
              more = os.read(terminal, 1000)
          except OSError:
              break
          if not more:
              break
          shown += more
          seen += more
          question, _, answer = answers[0].partition('=') if answers else ('\\0', '', '')
          if question.encode() in seen and seen.rstrip(b' ').endswith(b':'):
              answers, seen = answers[1:], b''
              os.write(terminal, answer.encode() + b'\\n')
      print(shown.decode().replace('\\r\\n', '\\n'))
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  @TempDir private Path folder;

  @Test
  void aPersonSetsUpABatteryAndSeesNoPassword() throws Exception {
    int battery = Ports.free();
    Path file = folder.resolve("etc/cellwarden.yaml");
    String answers =
        String.join(
            "|",
            "Address of a battery=tcp:127.0.0.1:" + battery,
            "Its name=house",
            "Address of another=",
            "MQTT broker=127.0.0.1:" + Ports.free(),
            "User=cellwarden",
            "Password=hunter2",
            "Take it all the same?=y",
            "Write=");
    ProcessBuilder setup =
        Program.builder(
            folder,
            List.of(Tools.find("python3"), "-c", PERSON, answers),
            "setup",
            "--seconds",
            "1",
            "-c",
            file.toString());
    setup.environment().put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + folder.resolve("none"));
    setup.environment().put("TERM", "dumb");
    try (Child _ = Program.simulator(folder, battery);
        Child person = Child.start(setup)) {
      assertThat(person.await()).as(person::toString).isZero();
      assertThat(String.join("\n", person.out()))
          .contains("tcp:127.0.0.1:" + battery + "  ", " V  ", "cells", "✗ tcp", "Wrote " + file)
          .doesNotContain("hunter2");
    }
    assertThat(folder.resolve("etc/mqtt_password")).hasContent("hunter2\n");
    assertThat(Files.readString(file)).contains("name: house", "username: 'cellwarden'");
  }
}

package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Program;
import cellwarden.testing.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `watch` at a terminal: it draws, follows its size, and gives it back as it was.
final class WatchIT {

  /// The terminal's other end, by nothing but the system's own calls: 24 lines, then 40, then the
  /// end that is asked for.
  private static final String PROGRAM =
      """
      import fcntl, os, pty, select, signal, struct, sys, termios
      def size(lines, columns):
          fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))
      far, near = pty.openpty()
      size(24, 80)
      before = termios.tcgetattr(near)
      child = os.fork()
      if child == 0:
          os.setsid()
          fcntl.ioctl(near, termios.TIOCSCTTY, 0)
          for stream in range(3):
              os.dup2(near, stream)
          os.environ['TERM'] = 'xterm'
          os.execvp(sys.argv[2], sys.argv[2:])
      shown = b''
      def until(wanted):
          global shown
          while wanted not in shown:
              if not select.select([far], [], [], 600)[0]:
                  sys.exit('nothing more came after ' + repr(shown[-500:]))
              shown += os.read(far, 65536)
          shown = shown[shown.index(wanted) + len(wanted):]
      until(b'\\x1b[?1049h')
      until(b'Cells')
      size(40, 110)
      # sim:4s, and the clock at the end of 110 columns.
      until(b'\\x1b[96C')
      if sys.argv[1] == 'Ctrl-Z':
          os.write(far, b'\\x1a')
          until(b'\\x1b[?1049l')
          until(b'stopped')
          if termios.tcgetattr(near) != before:
              sys.exit('the shell has no terminal of its own')
          os.write(far, b'\\r')
          until(b'\\x1b[?1049h')
          until(b'Cells')
      if sys.argv[1] in ('key', 'Ctrl-Z'):
          os.write(far, b'q')
      else:
          os.kill(child, int(sys.argv[1]))
      until(b'\\x1b[?1049l')
      # Whoever does not read keeps it from ending.
      while True:
          ended, status = os.waitpid(child, os.WNOHANG)
          if ended:
              break
          if select.select([far], [], [], 0.05)[0]:
              os.read(far, 65536)
      print(os.waitstatus_to_exitcode(status), termios.tcgetattr(near) == before)
      """;

  /// A shell that can stop a command and let it go on, after a line.
  private static final String SHELL = "\"$@\"; echo stopped; read line; fg %1 >/dev/null";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"key", "Ctrl-Z", "15", "2"})
  void drawsFollowsTheSizeAndGivesTheTerminalBack(String end) throws Exception {
    ProcessBuilder watch = Program.builder(folder, List.of(), "watch", "sim:4s");
    List<String> command = new ArrayList<>(List.of(Tools.find("python3"), "-c", PROGRAM, end));
    if (end.equals("Ctrl-Z")) {
      command.addAll(List.of("sh", "-mc", SHELL, "sh"));
    }
    command.addAll(watch.command());
    Process python = watch.command(command).redirectErrorStream(true).start();
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).isEqualTo("0 True\n");
  }
}

package cellwarden.cli.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The service as systemd runs it, for the configuration that it reads.
///
/// @param file the configuration
record SystemdService(Dialogue dialogue, Path file) {

  /// The command that starts it, and starts it again with the machine.
  static final String START = "sudo systemctl enable --now cellwarden";

  private static final String UNIT = "cellwarden.service";

  private boolean isThere() {
    return Files.isDirectory(Path.of("/run/systemd/system"))
        && systemctl("cat", UNIT) == 0
        && Path.of("/etc/cellwarden/cellwarden.yaml").equals(file.toAbsolutePath().normalize());
  }

  /// Starts it, if that is wanted, and says where to look.
  void offer() {
    if (isThere()
        && dialogue.confirm("Start the service, now and whenever the machine starts?", true)) {
      boolean started = systemctl("enable", UNIT) == 0 && systemctl("restart", UNIT) == 0;
      dialogue.say(
          started
              ? "The service runs."
              : "The service did not start: 'systemctl status cellwarden' says why.");
    }
    sayWhereToLook();
  }

  void sayWhereToLook() {
    dialogue.say("");
    if (isThere()) {
      dialogue.say("How it does:  systemctl status cellwarden");
      dialogue.say("Its log:      journalctl -u cellwarden -f");
      if (systemctl("is-active", UNIT) != 0) {
        dialogue.say("To start it:  " + START);
      }
    } else {
      dialogue.say("To run it:    cellwarden run -c " + file);
    }
    dialogue.say("Readings:     mosquitto_sub -v -t 'batterie/#'");
    dialogue.say("What was:     cellwarden history -c " + file);
  }

  /// @return its exit status; 127 where there is none
  private static int systemctl(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "systemctl";
    System.arraycopy(words, 0, command, 1, words.length);
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return 127;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 127;
    }
  }
}

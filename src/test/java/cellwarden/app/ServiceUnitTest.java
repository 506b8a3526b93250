package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit of systemd, as systemd reads it.
final class ServiceUnitTest {

  private static final Path UNIT = Path.of("packaging/cellwarden.service");

  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  /// What systemd 252 does not know yet; it goes on without.
  private static final String NEWER = ".*Unknown key.*'Restart(Steps|MaxDelaySec)'.*";

  @TempDir private Path folder;

  @Test
  void isWhatBluetoothAndTheWatchdogTake() throws IOException {
    assertThat(Files.readAllLines(UNIT))
        .contains(
            "Type=notify",
            "NotifyAccess=main",
            "Restart=always",
            "RestartPreventExitStatus=2",
            "User=cellwarden",
            "CapabilityBoundingSet=",
            "ExecStart=/usr/bin/cellwarden run -c /etc/cellwarden/cellwarden.yaml")
        .anyMatch(line -> line.matches("RestrictAddressFamilies=.*\\bAF_BLUETOOTH\\b.*"))
        .noneMatch(line -> line.startsWith("PrivateNetwork"))
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    assertThat(Files.readString(Path.of("packaging/net-admin.conf")))
        .contains("AmbientCapabilities=CAP_NET_ADMIN\nCapabilityBoundingSet=CAP_NET_ADMIN\n");
  }

  /// 2.0 is the most; less is safer.
  @Test
  void exposesLittle() throws Exception {
    assumeThatSystemdIsThere();
    List<String> said =
        analyze("security", "--offline=true", "--threshold=20", "--no-pager", UNIT.toString());
    assertThat(said).anyMatch(line -> line.contains("Overall exposure level"));
  }

  @Test
  void holdsNothingThatSystemdDoesNotUnderstand() throws Exception {
    assumeThatSystemdIsThere();
    // Where Cellwarden is not installed neither its program nor its page is there.
    String text =
        Files.readString(UNIT)
            .replaceFirst("ExecStart=\\S+", "ExecStart=/bin/true")
            .replaceFirst("Documentation=.*\n", "");
    Path unit = Files.writeString(folder.resolve("cellwarden.service"), text);
    Path more = Files.createDirectories(folder.resolve("cellwarden.service.d"));
    Files.copy(Path.of("packaging/net-admin.conf"), more.resolve("net-admin.conf"));
    assertThat(analyze("verify", "--man=no", unit.toString()))
        .filteredOn(line -> line.contains("cellwarden"))
        .allMatch(line -> line.matches(NEWER));
  }

  private static void assumeThatSystemdIsThere() {
    assumeTrue(
        Files.isExecutable(ANALYZE),
        "there is no systemd here that could judge its unit; left out");
  }

  /// @return what it said, when it ended with status 0
  private static List<String> analyze(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}

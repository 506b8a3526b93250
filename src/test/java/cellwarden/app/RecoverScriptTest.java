package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The helper's script, with another /sys and with programs that only say that they were called.
final class RecoverScriptTest {

  private static final Path HELPER = Path.of("packaging/recover");

  @TempDir private Path folder = Path.of("");

  private record Run(int status, String said) {}

  @BeforeEach
  void prepare() throws Exception {
    String text =
        Files.readString(HELPER.resolve("recover"))
            .replaceFirst("(?m)^PATH=.*", Matcher.quoteReplacement("PATH=" + folder + "/bin:$PATH"))
            .replaceFirst("(?m)^sys=.*", "sys=" + folder + "/sys");
    assertThat(text).contains("sys=" + folder, "PATH=" + folder);
    Files.writeString(folder.resolve("recover"), text);
    Files.createDirectories(folder.resolve("bin"));
    for (String program : List.of("rfkill", "systemctl", "modprobe", "sleep")) {
      Path file = folder.resolve("bin").resolve(program);
      Files.writeString(file, "#!/bin/sh\necho \"$(basename \"$0\") $*\"\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void unblocksAndRestarts() throws Exception {
    assertThat(run("rfkill")).isEqualTo(new Run(0, "rfkill unblock bluetooth\n"));
    assertThat(run("bluetoothd")).isEqualTo(new Run(0, "systemctl restart bluetooth.service\n"));
  }

  @Test
  void loadsTheDriversAgainThatAreThere() throws Exception {
    Files.createDirectories(folder.resolve("sys/module/btusb"));

    assertThat(run("driver")).isEqualTo(new Run(0, "modprobe -r btusb\nmodprobe btusb\n"));
  }

  @Test
  void takesTheDriverOfOneAdapterOffAndGivesItBack() throws Exception {
    Path driver = adapter("hci1", "btusb", "1-1.2:1.0");

    assertThat(run("driver.hci1")).isEqualTo(new Run(0, "sleep 1\n"));
    assertThat(driver.resolve("unbind")).hasContent("1-1.2:1.0");
    assertThat(driver.resolve("bind")).hasContent("1-1.2:1.0");
  }

  @Test
  void leavesOtherDriversAlone() throws Exception {
    Path driver = adapter("hci0", "vhci", "vhci0");

    assertThat(run("driver.hci0").status()).isEqualTo(1);
    assertThat(driver.resolve("unbind")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "reboot", "driver.hci0;reboot", "driver.../x", "driver.hci", "rfkill x"})
  void doesNothingElse(String rung) throws Exception {
    Run run = run(rung);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.said()).isEqualTo("recover: no such rung: " + rung + "\n");
  }

  /// What the rule lets the user start is what the script does.
  @Test
  void theRuleAllowsTheseUnitsOnly() throws Exception {
    Matcher rule =
        Pattern.compile("/(\\^cellwarden-recover.*\\$)/")
            .matcher(Files.readString(HELPER.resolve("50-cellwarden-recover.rules")));
    assertThat(rule.find()).isTrue();
    Pattern units = Pattern.compile(rule.group(1));
    for (String rung : List.of("rfkill", "bluetoothd", "driver", "driver.hci0", "driver.hci12")) {
      assertThat("cellwarden-recover@" + rung + ".service").matches(units);
    }
    for (String rung : List.of("", "reboot", "driver.x", "driver.hci123", "rfkill.service x")) {
      assertThat("cellwarden-recover@" + rung + ".service").doesNotMatch(units);
    }
  }

  /// @return folder of its driver
  private Path adapter(String name, String driver, String device) throws Exception {
    Path drivers = Files.createDirectories(folder.resolve("sys/drivers/" + driver));
    Files.createFile(drivers.resolve("unbind"));
    Files.createFile(drivers.resolve("bind"));
    Path devices = Files.createDirectories(folder.resolve("sys/devices/" + device));
    Files.createSymbolicLink(devices.resolve("driver"), drivers);
    Path adapter = Files.createDirectories(folder.resolve("sys/class/bluetooth/" + name));
    Files.createSymbolicLink(adapter.resolve("device"), devices);
    return drivers;
  }

  private Run run(String rung) throws Exception {
    Process process =
        new ProcessBuilder("sh", folder.resolve("recover").toString(), rung)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), said);
  }
}

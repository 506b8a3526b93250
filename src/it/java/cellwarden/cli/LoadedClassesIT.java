package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a battery does not need costs it no memory.
final class LoadedClassesIT {

  private static final String KERNEL = " cellwarden.transport.kernel.";
  private static final String BLUEZ = " cellwarden.transport.bluez.";
  private static final String D_BUS = " org.freedesktop.";
  private static final String SERIAL = " com.fazecast.";
  private static final String FOREIGN_CALLS = " java.lang.foreign.Linker ";

  @TempDir private Path folder;

  @Test
  void withoutABluetoothBatteryNeitherStackIsLoaded() throws Exception {
    assertThat(loadedBy("demo", "--seconds", "1"))
        .noneMatch(line -> line.contains(SERIAL))
        .noneMatch(line -> line.contains(" cellwarden.fleet."))
        .noneMatch(line -> line.contains(" org.postgresql."))
        .noneMatch(line -> line.contains(" org.flywaydb."))
        .noneMatch(line -> line.contains(KERNEL))
        .noneMatch(line -> line.contains(BLUEZ))
        .noneMatch(line -> line.contains(D_BUS))
        .noneMatch(line -> line.contains(FOREIGN_CALLS))
        .noneMatch(line -> line.contains(" com.sun.net.httpserver."))
        .noneMatch(line -> line.contains(" cellwarden.output.web."))
        .noneMatch(line -> line.contains(" io.prometheus."))
        .noneMatch(line -> line.contains(" org.jline."));
  }

  @Test
  void theServiceLoadsNothingThatReadsCommandLines() throws Exception {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        "batteries: [{name: myBattery, address: 'sim:', interval: 1s}]");

    assertThat(loadedBy("run", "-c", "cellwarden.yaml"))
        .anyMatch(line -> line.contains(" cellwarden.app.Service "))
        .noneMatch(line -> line.contains(" picocli."));
  }

  /// There need be no adapter: what a stack takes is loaded before it is missed.
  @Test
  void kernelsWayLoadsNothingOfDBus() throws Exception {
    assertThat(loadedBy("read", "ble:A4:C1:38:00:11:22?stack=kernel"))
        .anyMatch(line -> line.contains(KERNEL))
        .anyMatch(line -> line.contains(FOREIGN_CALLS))
        .noneMatch(line -> line.contains(BLUEZ))
        .noneMatch(line -> line.contains(D_BUS));
  }

  @Test
  void wayOverBluezLoadsNoForeignCalls() throws Exception {
    assertThat(loadedBy("read", "ble:A4:C1:38:00:11:22?stack=bluez"))
        .anyMatch(line -> line.contains(BLUEZ))
        .noneMatch(line -> line.contains(KERNEL))
        .noneMatch(line -> line.contains(FOREIGN_CALLS));
  }

  /// The start-up cache cannot hold classes of the formats up to 49, and they are verified the old
  /// way at each start.
  @Test
  void noLibraryHasClassesOfAnOldFormat() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().endsWith(".class")) {
              byte[] head = zip.getInputStream(entry).readNBytes(8);
              assertThat(head[6] << 8 | head[7]).as(jar + " " + entry.getName()).isGreaterThan(49);
            }
          }
        }
      }
    }
  }

  private List<String> loadedBy(String... args) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    ProcessBuilder builder = Program.builder(folder, List.of(), args);
    // A start-up cache loads what its training run needed.
    builder.command().removeIf(option -> option.startsWith("-XX:AOTCache="));
    builder.command().add(builder.command().indexOf("-jar"), "-Xlog:class+load:file=" + log);
    boolean isDemo = args[0].equals("demo");
    try (Child child = isDemo ? Program.demo(builder) : Child.start(builder)) {
      if (args[0].equals("run")) {
        child.awaitErr(line -> line.contains("myBattery at sim:"));
        child.stop();
      } else {
        child.await();
      }
    }
    return Files.readAllLines(log);
  }
}

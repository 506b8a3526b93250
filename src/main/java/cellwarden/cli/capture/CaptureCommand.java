package cellwarden.cli.capture;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.capture.CaptureLine;
import cellwarden.capture.RecordingTransport;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.cli.frame.RegisterDump;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollException;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `capture`: one reading and all open registers, kept byte for byte with their times.
@Command(
    name = "capture",
    description = {
      "Reads a battery once and records every byte with its time.",
      "All registers are read that need no password. 'frame decode' reads the file, 'simulate --replay' plays it",
      "back. What came until something went wrong is kept."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden capture myBattery capture.txt",
      "  cellwarden capture tcp:192.168.1.7:8899 capture.txt",
      "  cellwarden frame decode < capture.txt",
    })
public final class CaptureCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private long lines;

  @Parameters(paramLabel = "BATTERY", description = "An address, or a name from the configuration.")
  private String battery;

  @Parameters(
      paramLabel = "FILE",
      description = "The file to write; one that exists is left as it is.")
  private Path file;

  @Mixin private ConfigurationOption configuration;

  public CaptureCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatteryConfig found = configuration.battery(battery);
    Ending ending = Ending.interruptingThisThread();
    try (ending;
        Bluetooth bluetooth = radio.get()) {
      Transport transport = Wiring.transport(found, bluetooth, _ -> {});
      try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
        record(found, transport, writer);
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(file + " exists already; name another file");
    } catch (IOException e) {
      throw CommandException.failure(CommandException.unwritable(file, e));
    } catch (UncheckedIOException e) {
      throw CommandException.failure(
          CommandException.unwritable(file, Objects.requireNonNull(e.getCause())));
    } catch (InterruptedException e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return CommandException.FAILURE;
    }
    console.print("wrote " + lines + " lines to " + file);
    return ExitCode.OK;
  }

  private void record(BatteryConfig found, Transport transport, Writer writer)
      throws InterruptedException {
    Time time = SystemTime.start();
    Transport recorded =
        new RecordingTransport(Wiring.prepared(transport), time, line -> write(line, writer));
    try (Progress progress = console.progress();
        BatteryReader reader =
            Wiring.reader(found.withKeepAlive(true), recorded, configuration.journal(), time)) {
      progress.show("recording " + found.name() + " ...");
      reader.read();
      progress.clear();
      new RegisterDump(console, found.x10()).read(reader.session().orElseThrow());
    } catch (PollException e) {
      throw CommandException.failure(
          "%s: %s; %s has what came until then (%d lines)"
              .formatted(e.fault().kind().label(), e.fault().sentence(), file, lines));
    }
  }

  private void write(CaptureLine line, Writer writer) {
    try {
      writer.write(line + "\n");
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

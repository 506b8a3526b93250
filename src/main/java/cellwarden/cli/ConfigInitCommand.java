package cellwarden.cli;

import cellwarden.config.ExampleConfiguration;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `config init`: a commented example to edit.
@Command(
    name = "init",
    description = "Writes a commented example; a file that exists is left as it is.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden config init",
      "  cellwarden config init ~/.config/cellwarden/cellwarden.yaml",
    })
final class ConfigInitCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "cellwarden.yaml",
      description = "Where to write it (default: ${DEFAULT-VALUE}).")
  private Path file;

  ConfigInitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      Files.writeString(file, ExampleConfiguration.text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(file + " exists already; edit it, or name another file");
    } catch (IOException e) {
      throw new UsageException(
          file
              + " cannot be written ("
              + FileTrouble.reason(e)
              + "); name a file in a folder that exists and is yours");
    }
    console
        .out()
        .println(
            "wrote " + file + "; set the battery's address in it, then: cellwarden run -c " + file);
    return ExitStatus.OK;
  }
}

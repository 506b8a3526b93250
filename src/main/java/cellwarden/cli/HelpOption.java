package cellwarden.cli;

import picocli.CommandLine.Option;

/// `--help`, the same for every command.
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean requested;
}

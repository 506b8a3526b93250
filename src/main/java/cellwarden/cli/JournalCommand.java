package cellwarden.cli;

import picocli.CommandLine.Command;

/// `journal`: what is done with a journal beside writing it.
@Command(
    name = "journal",
    description = "Checks the journal and builds its index.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden journal verify",
      "  cellwarden journal verify /var/lib/cellwarden/bms_data.jsonl",
      "  cellwarden journal reindex",
    })
final class JournalCommand {}

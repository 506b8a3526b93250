package cellwarden.cli;

import picocli.CommandLine.Command;

/// `journal`: the journal's files.
@Command(
    name = "journal",
    description = "Looks after the files of the journal.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  cellwarden journal reindex"})
final class JournalCommand {}

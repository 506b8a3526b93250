import cellwarden.cli.Commands;
import cellwarden.cli.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Writes what shells complete and `man` shows, out of the tree of commands.
///
/// Run by the build: `java -cp CLASSES ShellFiles.java FOLDER` writes into a folder that looks like
/// `/usr/share` or `~/.local/share`.
final class ShellFiles {

  private static final String BASH = "bash-completion/completions/cellwarden";
  private static final String ZSH = "zsh/site-functions/_cellwarden";
  private static final String FISH = "fish/vendor_completions.d/cellwarden.fish";
  private static final String MAN = "man/man1/cellwarden.1";

  private static final String MADE = "Made by the build of Cellwarden out of its commands.";

  /// Prints the names of the batteries in the configuration, for POSIX shells.
  private static final String BATTERIES =
      """
      _cellwarden_batteries() {
        local file
        for file in "$CELLWARDEN_CONFIG" ./cellwarden.yaml \\
          "${XDG_CONFIG_HOME:-$HOME/.config}/cellwarden/cellwarden.yaml" /etc/cellwarden/cellwarden.yaml; do
          if [ -f "$file" ]; then
            sed -n 's/^[^#]*[-{ ]name: *["'\\'']\\{0,1\\}\\([A-Za-z0-9_-]\\{1,64\\}\\).*/\\1/p' "$file"
            break
          fi
        done
      }
      """;

  /// What follows an option, or stands alone.
  private sealed interface Values {
    record Files() implements Values {}

    record Batteries() implements Values {}

    record Words(List<String> words) implements Values {}
  }

  /// A command and where it stands: `history`, `frame encode read`, nothing for the program itself.
  private record Node(String path, CommandSpec spec) {

    List<CommandSpec> commands() {
      return spec.subcommands().values().stream().map(CommandLine::getCommandSpec).toList();
    }

    String child(CommandSpec command) {
      return (path + " " + command.name()).strip();
    }
  }

  private ShellFiles() {}

  /// @param args the folder
  public static void main(String[] args) throws IOException {
    List<Node> tree = new ArrayList<>();
    add("", Commands.all(Console.ofProcess()).getCommandSpec(), tree);
    Path folder = Path.of(args[0]);
    write(folder.resolve(BASH), bash(tree));
    write(folder.resolve(ZSH), zsh(tree));
    write(folder.resolve(FISH), fish(tree));
    write(folder.resolve(MAN), man(tree));
  }

  private static void add(String path, CommandSpec spec, List<Node> tree) {
    Node node = new Node(path, spec);
    tree.add(node);
    node.commands().forEach(command -> add(node.child(command), command, tree));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Values values(ArgSpec argument, List<Node> tree) {
    if (argument.completionCandidates() != null) {
      List<String> words = new ArrayList<>();
      argument.completionCandidates().forEach(words::add);
      return new Values.Words(words);
    }
    return switch (argument.paramLabel()) {
      case "FILE", "DIR" -> new Values.Files();
      case "BATTERY" -> new Values.Batteries();
      case "T" -> new Values.Words(List.of("today", "yesterday", "7d", "1mo"));
      case "COMMAND" ->
          new Values.Words(tree.getFirst().commands().stream().map(CommandSpec::name).toList());
      case String label when label.contains("|") -> new Values.Words(List.of(label.split("\\|")));
      default -> new Values.Words(List.of());
    };
  }

  /// The names of all options that take a value, as a pattern for each kind of value.
  private static Map<Values, String> options(List<Node> tree) {
    Map<Values, TreeSet<String>> names = new LinkedHashMap<>();
    for (Node node : tree) {
      for (OptionSpec option : node.spec().options()) {
        if (option.arity().max() > 0) {
          names
              .computeIfAbsent(values(option, tree), _ -> new TreeSet<>())
              .addAll(List.of(option.names()));
        }
      }
    }
    Map<Values, String> patterns = new LinkedHashMap<>();
    names.forEach((values, all) -> patterns.put(values, String.join(" | ", all)));
    return patterns;
  }

  private static String names(Node node) {
    return Stream.concat(
            node.commands().stream().map(CommandSpec::name),
            node.spec().options().stream().map(OptionSpec::longestName))
        .collect(Collectors.joining(" "));
  }

  /// Leads from the words before the cursor to the command that they name.
  private static String walk(List<Node> tree) {
    String paths =
        tree.stream()
            .flatMap(node -> node.commands().stream().map(command -> quoted(node.child(command))))
            .collect(Collectors.joining(" | "));
    return """
    case "${command:+$command }$word" in
          %s) command="${command:+$command }$word" ;;
        esac\
    """
        .formatted(paths);
  }

  private static String bash(List<Node> tree) {
    StringBuilder text = new StringBuilder("# " + MADE + "\n\n" + BATTERIES);
    text.append(
        """

        _cellwarden() {
          local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= words= word
          [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}
          [ "$current" = = ] && current=
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            %s
          done
          case "$before" in
        """
            .formatted(walk(tree)));
    options(tree)
        .forEach((values, names) ->
            text.append(
                "    %s)\n      %s\n      return\n      ;;\n".formatted(names, bashReply(values))));
    text.append("  esac\n  case \"$command\" in\n");
    for (Node node : tree) {
      text.append("    " + quoted(node.path()) + ") words='" + names(node) + "' ;;\n");
    }
    text.append("  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n");
    text.append("  case \"$command\" in\n");
    arguments(tree)
        .forEach((values, paths) ->
            text.append(
                "    %s)\n      words=(\"${COMPREPLY[@]}\")\n      %s\n      COMPREPLY+=(\"${words[@]}\")\n      ;;\n"
                    .formatted(paths, bashReply(values))));
    return text.append("  esac\n}\n\ncomplete -F _cellwarden cellwarden\n").toString();
  }

  private static String bashReply(Values values) {
    return "mapfile -t COMPREPLY < <(compgen "
        + switch (values) {
          case Values.Files() -> "-f";
          case Values.Batteries() -> "-W \"$(_cellwarden_batteries)\"";
          case Values.Words(List<String> words) -> "-W '" + String.join(" ", words) + "'";
        }
        + " -- \"$current\")"
        + (values instanceof Values.Files ? " && compopt -o filenames" : "");
  }

  /// The commands that take arguments, as a pattern for each kind of argument.
  private static Map<Values, String> arguments(List<Node> tree) {
    Map<Values, String> paths = new LinkedHashMap<>();
    for (Node node : tree) {
      for (PositionalParamSpec argument : node.spec().positionalParameters()) {
        Values values = values(argument, tree);
        if (!values.equals(new Values.Words(List.of()))) {
          paths.merge(values, quoted(node.path()), (one, other) -> one + " | " + other);
        }
      }
    }
    return paths;
  }

  private static String zsh(List<Node> tree) {
    StringBuilder text = new StringBuilder("#compdef cellwarden\n# " + MADE + "\n\n" + BATTERIES);
    text.append(
        """

        _cellwarden() {
          local before=${words[CURRENT-1]} command= word
          local -a list
          for word in ${words[2,CURRENT-1]}; do
            %s
          done
          case "$before" in
        """
            .formatted(walk(tree)));
    options(tree)
        .forEach((values, names) ->
            text.append("    %s) %s; return ;;\n".formatted(names, zshReply(values))));
    text.append("  esac\n  case \"$command\" in\n");
    for (Node node : tree) {
      text.append("    " + quoted(node.path()) + ")\n");
      if (!node.commands().isEmpty()) {
        text.append("      list=(");
        node.commands()
            .forEach(command -> text.append(quoted(command.name() + ":" + summary(command)) + " "));
        text.append(")\n      _describe command list\n");
      }
      text.append("      list=(");
      node.spec()
          .options()
          .forEach(option -> text.append(quoted(option.longestName() + ":" + plain(option)) + " "));
      text.append(")\n      _describe -o option list\n      ;;\n");
    }
    text.append("  esac\n  case \"$command\" in\n");
    arguments(tree)
        .forEach(
            (values, paths) -> text.append("    %s) %s ;;\n".formatted(paths, zshReply(values))));
    return text.append("  esac\n}\n\n_cellwarden \"$@\"\n").toString();
  }

  private static String zshReply(Values values) {
    return switch (values) {
      case Values.Files() -> "_files";
      case Values.Batteries() -> "list=($(_cellwarden_batteries)); compadd -a list";
      case Values.Words(List<String> words) -> "compadd -- " + String.join(" ", words);
    };
  }

  private static String fish(List<Node> tree) {
    StringBuilder text =
        new StringBuilder(
            """
            # %s

            function __cellwarden_command
              set -l command
              for word in (commandline -opc)[2..]
                switch (string join -- ' ' $command $word)
                  case %s
                    set command $command $word
                end
              end
              string join -- ' ' $command
            end

            function __cellwarden_at
              test (__cellwarden_command | string collect -a) = "$argv"
            end

            function __cellwarden_batteries
              for file in $CELLWARDEN_CONFIG ./cellwarden.yaml ~/.config/cellwarden/cellwarden.yaml /etc/cellwarden/cellwarden.yaml
                if test -f "$file"
                  string match -rg '^[^#]*[-{ ]name: *["\\']?([A-Za-z0-9_-]{1,64})' <$file
                  break
                end
              end
            end

            complete -c cellwarden -f
            """
                .formatted(
                    MADE,
                    tree.stream()
                        .skip(1)
                        .map(node -> quoted(node.path()))
                        .collect(Collectors.joining(" "))));
    for (Node node : tree) {
      String at = "complete -c cellwarden -n " + quoted("__cellwarden_at " + node.path());
      for (CommandSpec command : node.commands()) {
        text.append(at + " -a " + command.name() + " -d " + fishQuoted(summary(command)) + "\n");
      }
      for (OptionSpec option : node.spec().options()) {
        text.append(at);
        for (String name : option.names()) {
          text.append(
              name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        text.append(option.arity().max() == 0 ? "" : fishValues(option, tree));
        text.append(" -d " + fishQuoted(plain(option)) + "\n");
      }
      for (PositionalParamSpec argument : node.spec().positionalParameters()) {
        String values = fishValues(argument, tree).replace(" -x", "").replace(" -r", "");
        text.append(values.isBlank() ? "" : at + values + "\n");
      }
    }
    return text.toString();
  }

  private static String fishValues(ArgSpec argument, List<Node> tree) {
    return switch (values(argument, tree)) {
      case Values.Files() -> " -r -F";
      case Values.Batteries() -> " -x -a '(__cellwarden_batteries)'";
      case Values.Words(List<String> words) ->
          " -x" + (words.isEmpty() ? "" : " -a " + quoted(String.join(" ", words)));
    };
  }

  private static String man(List<Node> tree) {
    Node root = tree.getFirst();
    StringBuilder text =
        new StringBuilder(
            ".\\\" "
                + MADE
                + "\n.TH CELLWARDEN 1\n.SH NAME\ncellwarden \\- "
                + roff(summary(root.spec()))
                + "\n.SH SYNOPSIS\n.B cellwarden\n[OPTIONS] COMMAND\n.SH COMMANDS\n");
    for (Node node : tree) {
      if (node != root && node.commands().isEmpty()) {
        text.append(".SS " + roff(node.path()));
        for (PositionalParamSpec argument : node.spec().positionalParameters()) {
          text.append(
              argument.required()
                  ? " " + argument.paramLabel()
                  : " [" + argument.paramLabel() + "]");
        }
        text.append("\n" + roff(String.join(" ", node.spec().usageMessage().description())) + "\n");
        node.spec()
            .positionalParameters()
            .forEach(argument ->
                text.append(
                    ".TP\n.I " + argument.paramLabel() + "\n" + roff(plain(argument)) + "\n"));
        for (OptionSpec option : node.spec().options()) {
          if (!option.usageHelp()) {
            text.append(
                ".TP\n.B "
                    + roff(String.join(", ", option.names()))
                    + (option.arity().max() == 0 ? "" : " \\fI" + option.paramLabel() + "\\fR")
                    + "\n"
                    + roff(plain(option))
                    + "\n");
          }
        }
        text.append(".PP\n.nf\n");
        for (String example : node.spec().usageMessage().footer()) {
          text.append(roff(example) + "\n");
        }
        text.append(".fi\n");
      }
    }
    return text.append(
            """
            .SH EXIT STATUS
            0 is fine; 1 says that the battery, the broker or the disk did not do its part; 2 is wrong usage or
            configuration, and nothing was started.
            .SH ENVIRONMENT
            .TP
            .B CELLWARDEN_CONFIG
            The configuration file.
            .TP
            .B PAGER
            Shows what is longer than the screen.
            .TP
            .B NO_COLOR
            No colours.
            .SH FILES
            .I ./cellwarden.yaml
            .br
            .I ~/.config/cellwarden/cellwarden.yaml
            .br
            .I /etc/cellwarden/cellwarden.yaml
            """)
        .toString();
  }

  private static String summary(CommandSpec command) {
    return command.usageMessage().description()[0];
  }

  private static String plain(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString(true)));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceFirst("^(['.])", "\\\\&$1");
  }
}

package cellwarden.cli.doctor;

import cellwarden.battery.Fault;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.cli.doctor.Step.Result;
import cellwarden.json.JsonText;
import cellwarden.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All steps of a walk, each shown as soon as it is done.
public final class Steps {

  private static final int NAMES = 15;

  private final Console console;
  private final Progress progress;
  private final boolean json;
  private final List<Step> done = new ArrayList<>();
  private String subject = "";

  /// @param progress says what is being done now
  public Steps(Console console, Progress progress, boolean json) {
    this.console = console;
    this.progress = progress;
    this.json = json;
  }

  /// Whether a step failed.
  public boolean anyFailed() {
    return done.stream().anyMatch(step -> step.result() == Result.FAILED);
  }

  List<Step> done() {
    return List.copyOf(done);
  }

  /// What the next steps are about.
  ///
  /// @param words the same with more, for the heading
  void about(String other, String words) {
    subject = other;
    if (!json) {
      show(words);
    }
  }

  /// What takes a moment.
  void doing(String what) {
    progress.show(what + " ...");
  }

  void ok(String name, String detail) {
    add(new Step(subject, name, Result.OK, detail, ""));
  }

  void note(String name, String detail) {
    add(new Step(subject, name, Result.NOTE, detail, ""));
  }

  /// @param advice what to do, with the exact command in quotes where there is one
  void failed(String name, String detail, String advice) {
    add(new Step(subject, name, Result.FAILED, detail, advice));
  }

  /// @param sentence that says what to do after its last semicolon
  void failed(String name, String sentence) {
    int end = sentence.lastIndexOf("; ");
    failed(
        name,
        end < 0 ? sentence : sentence.substring(0, end),
        end < 0 ? "" : sentence.substring(end + 2));
  }

  void failed(String name, Fault fault) {
    failed(name, fault.detail(), fault.whatToDo());
  }

  private void add(Step step) {
    done.add(step);
    progress.clear();
    if (json) {
      console.printJson(step.json());
      console.out().flush();
    } else {
      String name = step.name() + " ".repeat(Math.max(1, NAMES - step.name().length()));
      show("  " + step.result().mark() + " " + name + Printable.of(step.detail()));
    }
  }

  private void show(String line) {
    progress.clear();
    console.print(line);
    console.out().flush();
  }

  /// Says how it ends: the first fault in one sentence and the command that helps.
  ///
  /// @param again the command that walks again
  /// @return whether nothing failed
  boolean conclude(String again) {
    List<Step> failed = done.stream().filter(step -> step.result() == Result.FAILED).toList();
    boolean fine = failed.isEmpty();
    Optional<String> command =
        fine ? Optional.empty() : Optional.of(failed.getFirst().command().orElse(again));
    String sentence = fine ? fineWords() : failed.getFirst().sentence();
    if (json) {
      console.printJson(
          JsonText.object(object -> {
            object.writeBooleanProperty("ok", fine);
            object.writeStringProperty("sentence", sentence);
            JsonText.writeValue(
                object.writeName("command"), command.isPresent() ? command.get() : null);
          }));
      return fine;
    }
    show("");
    show(Printable.of(sentence));
    if (failed.size() > 1) {
      show("Further crosses above: " + (failed.size() - 1) + ".");
    }
    command.ifPresent(line -> show("  " + Printable.of(line)));
    return fine;
  }

  private String fineWords() {
    return done.stream().anyMatch(step -> step.result() == Result.NOTE)
        ? "Nothing is broken; what is marked with ! is worth knowing."
        : "Everything works.";
  }
}

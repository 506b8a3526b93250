package cellwarden.output.mqtt;

import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One way through a range of the journal, sample by sample, oldest first.
abstract sealed class HistoryPass implements SampleLog.Visitor {

  private final Backfill.Parts parts;
  private final HistorySender sender;
  private final BooleanSupplier ending;
  private boolean stopped;
  private boolean unanswered;

  private HistoryPass(Backfill.Parts parts, HistorySender sender, BooleanSupplier ending) {
    this.parts = parts;
    this.sender = sender;
    this.ending = ending;
  }

  /// Reads the range.
  ///
  /// @throws IOException if the journal cannot be read; what was delivered before is taken note of
  final void run(SeqRange range) throws IOException, InterruptedException {
    parts.log().read(range.from(), range.to(), this);
    if (!stopped) {
      ended();
    }
  }

  /// Whether it stopped at a sample that the broker did not answer.
  final boolean isUnanswered() {
    return unanswered;
  }

  /// The range was read to its end.
  abstract void ended();

  final Delivery delivery() {
    return parts.books().delivery();
  }

  final boolean leavesAlone(String topic) {
    return parts.refusals().leavesAlone(topic);
  }

  @Override
  public final boolean take(long seq, byte[] json) throws InterruptedException {
    stopped = ending.getAsBoolean() || !takeNext(seq, json);
    parts.books().saveWhenDue();
    return !stopped;
  }

  /// Takes the next sample.
  ///
  /// @return whether to go on
  abstract boolean takeNext(long seq, byte[] json) throws InterruptedException;

  /// Where a line is to be delivered; empty where it is not to be.
  final Optional<String> topic(byte[] json) {
    return MissedSample.of(json)
        .filter(sample -> !parts.age().excludes(sample))
        .map(sample -> parts.topics().history(sample.battery()));
  }

  final HistorySender.Answer send(String topic, byte[] json) throws InterruptedException {
    HistorySender.Answer answer = sender.send(topic, json);
    unanswered = answer == HistorySender.Answer.NONE;
    return answer;
  }

  /// Delivers what was missed. What the journal passes over does not exist, or not any more.
  static final class Missed extends HistoryPass {

    private final long to;

    /// What is below is delivered, set aside or not there.
    private long next;

    Missed(SeqRange range, Backfill.Parts parts, HistorySender sender, BooleanSupplier ending) {
      super(parts, sender, ending);
      this.next = range.from();
      this.to = range.to();
    }

    @Override
    boolean takeNext(long seq, byte[] json) throws InterruptedException {
      delivery().caughtUp(next, seq - 1);
      next = seq;
      // What goes live meanwhile is for the live side to look after.
      if (delivery().isMissed(seq) && !isSettled(seq, topic(json), json)) {
        return false;
      }
      next = seq + 1;
      return true;
    }

    private boolean isSettled(long seq, Optional<String> topic, byte[] json)
        throws InterruptedException {
      if (topic.isEmpty()) {
        delivery().caughtUp(seq, seq);
        return true;
      }
      HistorySender.Answer answer =
          leavesAlone(topic.get()) ? HistorySender.Answer.REFUSED : send(topic.get(), json);
      switch (answer) {
        case TAKEN -> delivery().caughtUp(seq, seq);
        case REFUSED -> delivery().setAside(topic.get(), seq);
        case NONE -> {}
      }
      return answer != HistorySender.Answer.NONE;
    }

    @Override
    void ended() {
      delivery().caughtUp(next, to);
    }
  }

  /// Delivers what was set aside for one topic, until it is refused again.
  static final class Aside extends HistoryPass {

    private final String topic;
    private final long to;

    Aside(
        String topic,
        SeqRange range,
        Backfill.Parts parts,
        HistorySender sender,
        BooleanSupplier ending) {
      super(parts, sender, ending);
      this.topic = topic;
      this.to = range.to();
    }

    @Override
    boolean takeNext(long seq, byte[] json) throws InterruptedException {
      if (!topic(json).equals(Optional.of(topic))) {
        return true;
      }
      boolean taken = send(topic, json) == HistorySender.Answer.TAKEN;
      if (taken) {
        delivery().takenFromAside(topic, seq);
      }
      return taken;
    }

    @Override
    void ended() {
      delivery().takenFromAside(topic, to);
    }
  }
}

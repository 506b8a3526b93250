package cellwarden.output.mqtt;

/// Sends what comes from the journal in one session: one message is on its way at a time, none
/// sooner than the gap allows, and none while something live waits.
final class HistorySender {

  /// What became of a message.
  enum Answer {
    TAKEN,
    /// The broker does not want this topic.
    REFUSED,
    /// Nobody knows whether it came: the session is broken, or slow to answer.
    NONE
  }

  private final MqttSession session;
  private final Delivery delivery;
  private final Refusals refusals;
  private final Pace pace;
  private volatile boolean awaitingAnswer;
  private long taken;

  HistorySender(Backfill.Parts parts, MqttSession session) {
    this.session = session;
    this.delivery = parts.books().delivery();
    this.refusals = parts.refusals();
    this.pace = new Pace(parts.settings().gap());
  }

  Answer send(String topic, byte[] json) throws InterruptedException {
    pace.await();
    delivery.awaitTurn();
    refusals.sending(topic);
    awaitingAnswer = true;
    try {
      session.publish(Message.passing(topic, json));
      refusals.taken(topic);
      taken++;
      return Answer.TAKEN;
    } catch (MqttException e) {
      if (e.kind() != MqttException.Kind.MESSAGE_REFUSED) {
        return Answer.NONE;
      }
      refusals.refused(topic, String.valueOf(e.getMessage()));
      return Answer.REFUSED;
    } finally {
      awaitingAnswer = false;
    }
  }

  /// Whether a message is on its way. Asked by other threads.
  boolean isAwaitingAnswer() {
    return awaitingAnswer;
  }

  /// How many were taken since this was asked last.
  long takenSinceAsked() {
    long count = taken;
    taken = 0;
    return count;
  }
}

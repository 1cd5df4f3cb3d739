package dev.brine.gateway.exchange;

import dev.brine.gateway.client.Reply.Answered;
import dev.brine.serdes.DecodeException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether the answer to a post is the one that says that it was done. */
@FunctionalInterface
public interface AnswerCheck {

    /** Any status from 200 to 299. */
    AnswerCheck STATUS =
            answer -> answer.ok() ? Optional.empty() : Optional.of("the status is " + answer.status() + ", not 2xx");

    /** What is wrong with it, or nothing; never anything of its content. */
    Optional<String> wrong(Answered answer);

    /** A status from 200 to 299, and a body that is a value of which {@code right} holds. */
    static AnswerCheck body(ValueForm form, Predicate<@Nullable Object> right) {
        return answer -> STATUS.wrong(answer).or(() -> {
            try {
                return right.test(form.decode(answer.body()))
                        ? Optional.empty()
                        : Optional.of("the answer is not the one that was expected");
            } catch (DecodeException e) {
                return Optional.of("the answer is not " + form.codec() + ": " + e.getMessage());
            }
        });
    }
}

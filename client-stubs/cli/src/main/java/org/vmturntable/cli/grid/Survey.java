package org.vmturntable.cli.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * What all sites answered at one time. Sites are asked side by side, for the farthest is 200 ms away; one that does not answer
 * does not hide what the others say.
 *
 * @param sites those that answered, in the profile's order
 * @param silent why the others did not
 */
public record Survey(List<Site> sites, Map<String, Failure> silent) {
    public static Survey of(Grid grid) {
        Answers<Site> answers = ask(grid.siteNames(), grid::site);
        Map<String, Failure> silent = new LinkedHashMap<>();
        answers.failures().forEach((name, failure) -> silent.put(name, failure));
        return new Survey(answers.given(), silent);
    }

    /** What came back from many requests that were sent side by side, each in the order of the questions. */
    public record Answers<A>(List<A> given, Map<String, Failure> failures) {}

    /** Asks the same of many, side by side. */
    public static <Q, A> Answers<A> ask(List<Q> questions, Function<Q, A> request) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, questions.size()));
        try {
            List<CompletableFuture<A>> running = questions.stream()
                    .map(question -> CompletableFuture.supplyAsync(() -> request.apply(question), threads))
                    .toList();
            return collect(questions, running);
        } finally {
            threads.shutdown();
        }
    }

    private static <Q, A> Answers<A> collect(List<Q> questions, List<CompletableFuture<A>> running) {
        List<A> given = new ArrayList<>();
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            try {
                given.add(running.get(i).join());
            } catch (CompletionException wrapped) {
                if (!(wrapped.getCause() instanceof GridFailure refused)) {
                    throw wrapped;
                }
                failures.put(String.valueOf(questions.get(i)), refused.failure());
            }
        }
        return new Answers<>(given, failures);
    }
}

package dev.brine.registry.directory;

import java.util.List;

/** Problems in words, the same for whoever tells them. */
public final class ProblemText {

    private ProblemText() {}

    /** Three lines: where and which rule, what, and what to do. */
    public static List<String> paragraph(Problem problem) {
        return List.of(
                problem.file() + (problem.at().isEmpty() ? "" : " " + problem.at()) + " (" + problem.rule() + ")",
                "  " + problem.what(),
                "  try: " + problem.remedy());
    }

    /** One line for all of them: {@code 2 problems in the schemas of schemas}. */
    public static String summary(List<Problem> problems, String directory) {
        return counted(problems.size(), "problem") + " in the schemas of " + directory;
    }

    /** One line where there are none: {@code 7 versions of 4 subjects in order, compared with main; 1 draft to release}. */
    public static String inOrder(List<VersionInfo> versions, String comparedWith) {
        long subjects =
                versions.stream().map(one -> one.name().subject()).distinct().count();
        long drafts = versions.stream()
                .filter(one -> one.state() == VersionInfo.State.DRAFT)
                .count();
        return counted(versions.size(), "version") + " of " + counted(subjects, "subject") + " in order"
                + (comparedWith.isEmpty() ? "" : ", compared with " + comparedWith)
                + (drafts == 0 ? "" : "; " + counted(drafts, "draft") + " to release");
    }

    /** {@code 1 version}, {@code 2 versions}. */
    public static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

package dev.brine.cli.group;

/** How a command shows a list. */
enum OutputForm {
    TABLE,
    JSON
}

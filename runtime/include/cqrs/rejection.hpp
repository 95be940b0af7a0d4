#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cqrs {

class JsonWriter;
class Printer;

// The rejections every command may come to without its author naming them. `else E` in a `.cqrs` file replaces them by
// errors of the domain's own.

/// A command that `creates` met a stream that has events.
struct AlreadyExists {
  static constexpr std::string_view kName = "AlreadyExists";
  [[nodiscard]] std::string message() const;
  friend bool operator==(const AlreadyExists&, const AlreadyExists&) = default;
};

/// A command on something that exists met a stream without events.
struct DoesNotExist {
  static constexpr std::string_view kName = "DoesNotExist";
  [[nodiscard]] std::string message() const;
  friend bool operator==(const DoesNotExist&, const DoesNotExist&) = default;
};

/// Fields of the command break their `where`: all of them, in the order declared, as written in the `.cqrs` file.
struct Invalid {
  static constexpr std::string_view kName = "Invalid";
  std::vector<std::string> fields{};
  [[nodiscard]] std::string message() const;
  friend bool operator==(const Invalid&, const Invalid&) = default;
};

/// An `allow` did not hold for the actor.
struct NotAllowed {
  static constexpr std::string_view kName = "NotAllowed";
  [[nodiscard]] std::string message() const;
  friend bool operator==(const NotAllowed&, const NotAllowed&) = default;
};

/// A number left its type's range, or was divided by zero, in the command or while its events were folded.
struct Overflow {
  static constexpr std::string_view kName = "Overflow";
  [[nodiscard]] std::string message() const;
  friend bool operator==(const Overflow&, const Overflow&) = default;
};

/// The state after the command's events would break this invariant.
struct InvariantBroken {
  static constexpr std::string_view kName = "InvariantBroken";
  std::string invariant{};  ///< its text in the `.cqrs` file
  [[nodiscard]] std::string message() const;
  friend bool operator==(const InvariantBroken&, const InvariantBroken&) = default;
};

// The JSON form and printing, as every error of a domain has them.
void write_json(JsonWriter& out, const AlreadyExists& rejection);
void write_json(JsonWriter& out, const DoesNotExist& rejection);
void write_json(JsonWriter& out, const Invalid& rejection);
void write_json(JsonWriter& out, const NotAllowed& rejection);
void write_json(JsonWriter& out, const Overflow& rejection);
void write_json(JsonWriter& out, const InvariantBroken& rejection);
void print(Printer& out, const AlreadyExists& rejection);
void print(Printer& out, const DoesNotExist& rejection);
void print(Printer& out, const Invalid& rejection);
void print(Printer& out, const NotAllowed& rejection);
void print(Printer& out, const Overflow& rejection);
void print(Printer& out, const InvariantBroken& rejection);

}  // namespace cqrs

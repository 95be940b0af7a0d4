// A shop under load, seen from behind the counter: shop_demo FILE [options]. Start it again on the same file, kill it,
// let customers misprint prices: what it has acknowledged is there, and its read models come to the same.

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

#include <cqrs/admin.hpp>
#include <cqrs/sqlite.hpp>

#include "customers.hpp"
#include "screen.hpp"

namespace {

constexpr const char* kUsage =
    "usage: shop_demo FILE [--seconds N] [--clients N] [--rate ORDERS_A_SECOND] [--seed N] [--misprints SHARE]\n"
    "                      [--rebuild READ_MODEL]\n";

struct Arguments {
  std::string file;
  unsigned seconds = 10;
  Habits habits;
  std::string rebuild;
};

[[noreturn]] void misused(const std::string& why) {
  std::cerr << "shop_demo: " << why << '\n' << kUsage;
  std::exit(2);
}

template <class Number>
Number number(std::string_view option, std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    misused(std::string(option) + " takes a number, not \"" + std::string(text) + "\"");
  return value;
}

Arguments arguments_of(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (!option.starts_with("--")) {
      arguments.file = option;
      continue;
    }
    if (++i == argc) misused(std::string(option) + " takes a value");
    const std::string_view value = argv[i];
    if (option == "--seconds") {
      arguments.seconds = number<unsigned>(option, value);
    } else if (option == "--clients") {
      arguments.habits.clients = number<unsigned>(option, value);
    } else if (option == "--rate") {
      arguments.habits.orders_a_second = number<unsigned>(option, value);
    } else if (option == "--seed") {
      arguments.habits.seed = number<std::uint64_t>(option, value);
    } else if (option == "--misprints") {
      arguments.habits.misprints = number<double>(option, value);
    } else if (option == "--rebuild") {
      arguments.rebuild = value;
    } else {
      misused("there is no option " + std::string(option));
    }
  }
  if (arguments.file.empty()) misused("it needs a file");
  return arguments;
}

[[noreturn]] void give_up(const cqrs::Error& error) {
  std::cerr << "shop_demo: " << error.text << '\n';
  std::exit(1);
}

template <class T>
T or_give_up(cqrs::Result<T> result) {
  if (!result) give_up(result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

volatile std::sig_atomic_t interrupted = 0;

/// Draws twice a second until it is time to go.
void watch(shop::Shop& shop, const Customers& customers, Screen& screen, unsigned seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (interrupted == 0 && customers.trouble().empty() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    screen.draw(shop, customers.acknowledged());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = arguments_of(argc, argv);
  std::signal(SIGINT, [](int) { interrupted = 1; });

  const auto store = or_give_up(cqrs::sqlite::open(arguments.file));
  auto shop = or_give_up(shop::Shop::start(*store, {}));
  // For `shop-ctl rebuild FILE …`; the shop runs without it, too.
  const auto admin = cqrs::AdminSocket::start(arguments.file + ".sock", shop.projections());
  if (!admin) std::cerr << "shop_demo: " << admin.error().text << '\n';
  or_give_up(open_the_doors(shop));
  if (!arguments.rebuild.empty()) {
    std::cout << "Building " << arguments.rebuild << " anew." << std::endl;
    or_give_up(shop.projections().rebuild(arguments.rebuild, {"asked for on the command line"}));
  }

  Screen screen(isatty(STDOUT_FILENO) != 0);
  Customers customers(shop, arguments.habits);
  watch(shop, customers, screen, arguments.seconds);
  customers.stop();
  if (const std::string trouble = customers.trouble(); !trouble.empty()) {
    std::cerr << "shop_demo: " << trouble << '\n';
    return 1;
  }

  const auto end = or_give_up(store->end(0));
  or_give_up(shop.projections().wait_all(end, std::chrono::minutes(5)));
  std::cout << "Closed. Every read model shows all that was acknowledged:\n\n";
  screen.finish(shop, customers.acknowledged());
  return 0;
}

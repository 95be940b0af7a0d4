#include <cqrs/ctl.hpp>

int main(int argc, char** argv) { return cqrs::ctl::main(argc, argv); }
